using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Webhooks;
using NodaTime;

namespace HopsworksFunctions.Tests.Webhooks;

public sealed class WebhookDeliveryTests
{
    private static readonly byte[] Key = "kEyMaRkEr-0123456789-0123456789-"u8.ToArray();
    private static readonly Instant Now = Instant.FromUtc(2026, 6, 1, 20, 0);

    // This is the example of the specification's reference libraries.
    [Fact]
    public void The_published_example_is_accepted()
    {
        var key = Signature.KeyOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!;
        var delivery = new WebhookDelivery("x", """{"test": 2432232314}"""u8.ToArray(), "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

        Assert.Null(delivery.Check(key, Instant.FromUnixTimeSeconds(1614265330)));
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void A_clock_may_be_off_by_five_minutes(int seconds, bool accepted) =>
        Assert.Equal(accepted, Sign("{}"u8, at: Now + Duration.FromSeconds(seconds)).Check(Key, Now) is null);

    [Fact]
    public void One_changed_bit_of_body_id_time_or_signature_is_refused() =>
        Gen.Select(Gen.Byte.Array[1, 200], Gen.Int[0, int.MaxValue], Gen.Int[0, 3]).Sample((body, at, part) =>
    {
        var right = Sign(body);
        var wrong = part switch
        {
            0 => right with { Body = Flipped(body, at) },
            1 => right with { Id = right.Id + "x" },
            2 => right with { Timestamp = $"{long.Parse(right.Timestamp!, CultureInfo.InvariantCulture) + 1}" },
            _ => right with { Signatures = $"v1,{Convert.ToBase64String(Flipped(Convert.FromBase64String(right.Signatures![3..]), at))}" },
        };
        return right.Check(Key, Now) is null && wrong.Check(Key, Now) is not null;
    });

    [Fact]
    public void Of_several_signatures_one_is_enough() =>
        Assert.Null((Sign("{}"u8) is var d ? d with { Signatures = $"v2,x v1,AAAA {d.Signatures}" } : null!).Check(Key, Now));

    [Theory]
    [InlineData(null, "1780344000", "v1,AAAA", "headers")]
    [InlineData("m", null, "v1,AAAA", "headers")]
    [InlineData("m", "1780344000", null, "headers")]
    [InlineData("m", "yesterday", "v1,AAAA", "Unix time in seconds")]
    [InlineData("m", "-5", "v1,AAAA", "Unix time in seconds")]
    [InlineData("m", "999999999999999999", "v1,AAAA", "Unix time in seconds")]
    [InlineData("m", "1780344000", "v1,", "does not match")]
    [InlineData("m", "1780344000", "v1,!!!", "does not match")]
    [InlineData("m", "1780344000", "sha256=00", "does not match")]
    public void What_is_no_signature_is_refused(string? id, string? timestamp, string? signature, string message) =>
        Assert.Contains(message, new WebhookDelivery("x", [], id, timestamp, signature).Check(Key, Now)!, StringComparison.Ordinal);

    internal static WebhookDelivery Sign(ReadOnlySpan<byte> body, string source = "ci", string id = "msg-1", Instant? at = null,
        byte[]? key = null)
    {
        var timestamp = $"{(at ?? Now).ToUnixTimeSeconds()}";
        var signature = HMACSHA256.HashData(key ?? Key, (byte[])[.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. body]);
        return new(source, body.ToArray(), id, timestamp, $"v1,{Convert.ToBase64String(signature)}");
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        var changed = (byte[])bytes.Clone();
        changed[at / 8 % bytes.Length] ^= (byte)(1 << (at % 8));
        return changed;
    }
}
