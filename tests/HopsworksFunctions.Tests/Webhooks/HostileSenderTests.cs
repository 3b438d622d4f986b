using System.Globalization;
using System.Text;
using HopsworksFunctions.Core.Webhooks;
using HopsworksFunctions.Tests.Reconciliation;
using Moq;

namespace HopsworksFunctions.Tests.Webhooks;

/// <summary>A sender that has seen one signed delivery but has no key. Nothing that it makes of the delivery has an effect.</summary>
public sealed class HostileSenderTests
{
    private readonly WebhookRig _rig = new();

    [Fact]
    public async Task Nothing_that_it_changes_sends_again_or_makes_up_does_anything()
    {
        var seen = WebhookDeliveryTests.Sign("""{"action":"stop","cluster":"dev-1"}"""u8);
        Assert.Equal(WebhookResult.Done, (await _rig.SendAsync(seen)).Value!.Outcome);
        _rig.Bench.Lists(Bench.Running("dev-1"), Bench.Running("dev-2"));
        var before = (await _rig.Bench.AuditedAsync()).Count;

        var tried = 0;
        foreach (var delivery in Changed(seen).Concat(MadeUp(seen)).Append(seen))
        {
            foreach (var dryRun in (bool[])[false, true])
            {
                var answer = await _rig.SendAsync(delivery, dryRun);
                Assert.False(answer.Succeeded, $"{delivery.Id} {delivery.Timestamp} {delivery.Signatures}");
                Assert.InRange(answer.Error!.Message.Length, 1, 4_096);
                tried++;
            }
        }

        _rig.Bench.StopsOnce("dev-1");
        _rig.Bench.Hopsworks.Verify(h => h.StopAsync("dev-2", It.IsAny<CancellationToken>()), Times.Never);
        Assert.Equal(before, (await _rig.Bench.AuditedAsync()).Count);
        Assert.InRange(tried, 1_000, 10_000);
        Console.WriteLine($"Hostile sender: {tried} deliveries changed, repeated or made up, none carried out.");
    }

    [Fact]
    public async Task Bodies_that_it_may_send_with_a_key_are_done_or_refused_in_few_words()
    {
        var refused = 0;
        foreach (var body in Bodies())
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var answer = await _rig.SendAsync(new WebhookDelivery("open", body));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32L << 20);
            Assert.False(answer.Succeeded, Encoding.UTF8.GetString(body[..Math.Min(body.Length, 200)]));
            Assert.InRange(answer.Error!.Message.Length, 1, 5_000);
            Assert.DoesNotContain(answer.Error.Message, char.IsControl);
            refused++;
        }
        _rig.NothingWasStopped();
        Console.WriteLine($"Hostile sender, with a key: {refused} bodies of up to 64 KB refused.");
    }

    private static IEnumerable<WebhookDelivery> Changed(WebhookDelivery seen)
    {
        for (var bit = 0; bit < seen.Body.Length * 8; bit++)
            yield return seen with { Body = Flip(seen.Body, bit) };
        var signature = Convert.FromBase64String(seen.Signatures![3..]);
        for (var bit = 0; bit < signature.Length * 8; bit++)
            yield return seen with { Signatures = $"v1,{Convert.ToBase64String(Flip(signature, bit))}" };
        var at = long.Parse(seen.Timestamp!, CultureInfo.InvariantCulture);
        foreach (var seconds in (long[])[1, -1, 299, -299, 300, 301, 86_400, -86_400, long.MaxValue - at, -at, -at - 1])
            yield return seen with { Timestamp = (at + seconds).ToString(CultureInfo.InvariantCulture) };
        foreach (var id in (string[])
            ["", " ", $"{seen.Id} ", $" {seen.Id}", seen.Id!.ToUpperInvariant() + "x", $"{seen.Id}.", $"{seen.Id}\0"])
            yield return seen with { Id = id };
        // The signed content is split at other places.
        yield return seen with { Id = $"{seen.Id}.{seen.Timestamp}", Timestamp = "0" };
        yield return seen with { Source = "CI" };
    }

    private static IEnumerable<WebhookDelivery> MadeUp(WebhookDelivery seen)
    {
        var stop = """{"action":"stop","cluster":"dev-2"}"""u8.ToArray();
        foreach (var signatures in (string?[])[null, "", "v1", "v1,", "v1,AAAA", "v2,AAAA", "v1a,AAAA", new('A', 20_000),
            string.Join(' ', Enumerable.Repeat("v1,AAAA", 5_000)), seen.Signatures])
            yield return seen with { Body = stop, Id = "another", Signatures = signatures };
        foreach (var key in (string[])["", "0", "kEyMaRkEr-0123456789-0123456789", "whsec_"])
            yield return WebhookDeliveryTests.Sign(stop, id: "another", key: Encoding.UTF8.GetBytes(key));
    }

    private static IEnumerable<byte[]> Bodies()
    {
        foreach (var text in (string[])[
            "", "null", "[]", "\"x\"", "{", "\u0000", new('[', 60_000), new('{', 60_000), $"{{\"{new string('n', 32_000)}\":{{\"m\":1}}}}",
            $"{{{string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"m{i}\":{i}"))}}}",
            $"{{\"action\":\"stop\",\"match\":{{\"name\":[{string.Join(',', Enumerable.Repeat("\"\"", 15_000))}]}}}}",
            $"{{\"action\":\"stop\",\"cluster\":\"{new string('x', 60_000)}\"}}",
            """{"action":"stop","match":{}}""", """{"action":"stop","match":{"not":{}}}""", """{"action":"stop","cluster":"prod-1"}""",
            """{"action":"stop","cluster":"dev-1","cluster":"dev-2"}""", """{"action":"stop","cluster":"dev-1","match":{"name":"*"}}""",
            """{"action":"hold","cluster":"dev-1","until":"9999-12-31T23:59:59Z"}""",
            """{"action":"hold","cluster":"dev-1","until":"99999d"}""", """{"action":"delete","cluster":"dev-1"}""",
            "{\"action\":\"stop\",\"cluster\":\"\u001b[2J\u202e\"}", "{\"action\":\"stop\",\"cluster\":\"\\u001b[2J\\u202e\"}"])
            yield return Encoding.UTF8.GetBytes(text);
        yield return [0xff, 0xfe, 0x00];
        yield return new byte[64 * 1024];
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        byte[] flipped = [.. bytes];
        flipped[bit / 8] ^= (byte)(1 << bit % 8);
        return flipped;
    }
}
