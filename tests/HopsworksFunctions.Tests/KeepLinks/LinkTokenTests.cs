using System.Buffers.Text;
using CsCheck;
using HopsworksFunctions.Core.KeepLinks;
using NodaTime;

namespace HopsworksFunctions.Tests.KeepLinks;

public sealed class LinkTokenTests
{
    private static readonly byte[] Key = "kEyMaRkEr-0123456789-0123456789-"u8.ToArray();

    private static readonly Gen<LinkToken> Tokens = Gen.Select(
        Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz-0123456789"], 1, 40], Gen.String[1, 80], Gen.Long[0, 253_402_300_799],
        Gen.Long[0, 253_402_300_799],
        (account, id, stop, end) =>
            new LinkToken(
                LinkPurpose.Keep, account, id.Replace('\ud800', ' '), Instant.FromUnixTimeSeconds(stop), Instant.FromUnixTimeSeconds(end)));

    [Fact]
    public void What_was_signed_is_read()
    {
        var token = new LinkToken(
            LinkPurpose.Keep, "team-a", "0a1b2c3d-0000-4000-8000-000000000001",
            Instant.FromUtc(2026, 6, 1, 19, 0), Instant.FromUtc(2026, 6, 1, 23, 0));

        var text = token.Sign(Key);

        Assert.Equal(token, LinkToken.Read(text, LinkPurpose.Keep, Key));
        Assert.Matches("^[A-Za-z0-9_-]{60,160}$", text);
    }

    [Fact]
    public void One_changed_bit_anywhere_is_refused() => Gen.Select(Tokens, Gen.Int[0, int.MaxValue]).Sample((token, at) =>
    {
        var bytes = Base64Url.DecodeFromChars(token.Sign(Key));
        var bit = at % (bytes.Length * 8);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return LinkToken.Read(Base64Url.EncodeToString(bytes), LinkPurpose.Keep, Key) is null;
    });

    [Fact]
    public void One_changed_character_anywhere_is_refused() =>
        Gen.Select(Tokens, Gen.Int[0, int.MaxValue], Gen.Char).Sample((token, at, other) =>
    {
        var text = token.Sign(Key).ToCharArray();
        var place = at % text.Length;
        if (text[place] == other)
            return true;
        text[place] = other;
        return LinkToken.Read(new string(text), LinkPurpose.Keep, Key) is null;
    });

    [Fact]
    public void A_part_of_a_token_or_more_than_it_is_refused() => Gen.Select(Tokens, Gen.Int[0, int.MaxValue]).Sample((token, cut) =>
    {
        var text = token.Sign(Key);
        return new[] { text[..(cut % text.Length)], text + "A", text + "=", " " + text }
            .All(other => LinkToken.Read(other, LinkPurpose.Keep, Key) is null);
    });

    [Theory]
    [InlineData(LinkPurpose.Keep, LinkPurpose.Start)]
    [InlineData(LinkPurpose.Start, LinkPurpose.Keep)]
    public void A_link_of_one_kind_is_none_of_the_other(LinkPurpose made, LinkPurpose wanted)
    {
        var text = new LinkToken(made, "a", "c1", Instant.FromUnixTimeSeconds(1), Instant.FromUnixTimeSeconds(2)).Sign(Key);

        Assert.NotNull(LinkToken.Read(text, made, Key));
        Assert.Null(LinkToken.Read(text, wanted, Key));
    }

    [Fact]
    public void Another_key_is_refused()
    {
        var token = new LinkToken(LinkPurpose.Keep, "a", "c1", Instant.FromUnixTimeSeconds(1), Instant.FromUnixTimeSeconds(2));

        Assert.Null(LinkToken.Read(token.Sign(Key), LinkPurpose.Keep, "kEyMaRkEr-another-0123456789-0123"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("token")]
    [InlineData("AAAA")]
    [InlineData("%00")]
    [InlineData("\ud800")]
    [InlineData("<script>")]
    public void What_is_no_token_is_refused(string text) => Assert.Null(LinkToken.Read(text, LinkPurpose.Keep, Key));

    [Fact]
    public void A_huge_text_is_refused() => Assert.Null(LinkToken.Read(new string('A', 1 << 20), LinkPurpose.Keep, Key));
}
