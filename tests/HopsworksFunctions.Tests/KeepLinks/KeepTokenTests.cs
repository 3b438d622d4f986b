using System.Buffers.Text;
using CsCheck;
using HopsworksFunctions.Core.KeepLinks;
using NodaTime;

namespace HopsworksFunctions.Tests.KeepLinks;

public sealed class KeepTokenTests
{
    private static readonly byte[] Key = "kEyMaRkEr-0123456789-0123456789-"u8.ToArray();

    private static readonly Gen<KeepToken> Tokens = Gen.Select(
        Gen.String[Gen.Char["abcdefghijklmnopqrstuvwxyz-0123456789"], 1, 40], Gen.String[1, 80], Gen.Long[0, 253_402_300_799],
        Gen.Long[0, 253_402_300_799],
        (account, id, stop, end) =>
            new KeepToken(account, id.Replace('\ud800', ' '), Instant.FromUnixTimeSeconds(stop), Instant.FromUnixTimeSeconds(end)));

    [Fact]
    public void What_was_signed_is_read()
    {
        var token = new KeepToken(
            "team-a", "0a1b2c3d-0000-4000-8000-000000000001", Instant.FromUtc(2026, 6, 1, 19, 0), Instant.FromUtc(2026, 6, 1, 23, 0));

        var text = token.Sign(Key);

        Assert.Equal(token, KeepToken.Read(text, Key));
        Assert.Matches("^[A-Za-z0-9_-]{60,160}$", text);
    }

    [Fact]
    public void One_changed_bit_anywhere_is_refused() => Gen.Select(Tokens, Gen.Int[0, int.MaxValue]).Sample((token, at) =>
    {
        var bytes = Base64Url.DecodeFromChars(token.Sign(Key));
        var bit = at % (bytes.Length * 8);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return KeepToken.Read(Base64Url.EncodeToString(bytes), Key) is null;
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
        return KeepToken.Read(new string(text), Key) is null;
    });

    [Fact]
    public void A_part_of_a_token_or_more_than_it_is_refused() => Gen.Select(Tokens, Gen.Int[0, int.MaxValue]).Sample((token, cut) =>
    {
        var text = token.Sign(Key);
        return KeepToken.Read(text[..(cut % text.Length)], Key) is null && KeepToken.Read(text + "A", Key) is null
            && KeepToken.Read(text + "=", Key) is null && KeepToken.Read(" " + text, Key) is null;
    });

    [Fact]
    public void Another_key_is_refused()
    {
        var token = new KeepToken("a", "c1", Instant.FromUnixTimeSeconds(1), Instant.FromUnixTimeSeconds(2));

        Assert.Null(KeepToken.Read(token.Sign(Key), "kEyMaRkEr-another-0123456789-0123"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("token")]
    [InlineData("AAAA")]
    [InlineData("%00")]
    [InlineData("\ud800")]
    [InlineData("<script>")]
    public void What_is_no_token_is_refused(string text) => Assert.Null(KeepToken.Read(text, Key));

    [Fact]
    public void A_huge_text_is_refused() => Assert.Null(KeepToken.Read(new string('A', 1 << 20), Key));
}
