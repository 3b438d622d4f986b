using System.Text;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Http;

namespace HopsworksFunctions.Tests.Hopsworks;

public sealed class ApiKeyTests
{
    private const string NewKey = "emulator-key-2-after-rotation";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Goes_on_with_the_new_key_after_a_rotation()
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.ApiKeys.Accept(NewKey);
        rig.Secrets.Newer = new(NewKey, "2", null);
        Assert.True((await rig.Client.StopAsync("c1", None)).Succeeded);
        Assert.Equal([false, true], rig.Emulator.Calls.Of(Operation.Stop).Select(call => call.Done));
    }

    [Fact]
    public async Task Sends_the_body_again_with_the_new_key()
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.ApiKeys.Accept(NewKey);
        rig.Secrets.Newer = new(NewKey, "2", null);
        Assert.True((await rig.Client.AddWorkersAsync("c1", [new("Standard_D8_v3", 256, 1)], None)).Succeeded);
    }

    [Fact]
    public async Task Gives_up_when_the_new_key_is_refused_too()
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.ApiKeys.Accept("another");
        rig.Secrets.Newer = new(NewKey, "2", null);
        Assert.Equal(FailureKind.KeyRefused, (await rig.Client.StopAsync("c1", None)).Failure?.Kind);
        Assert.Equal((2, 1), (rig.Emulator.Calls.All.Count, rig.Secrets.Rereads));
    }

    [Fact]
    public async Task Sends_once_when_the_vault_has_no_newer_key()
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.ApiKeys.Accept("another");
        Assert.Equal(FailureKind.KeyRefused, (await rig.Client.ListClustersAsync(None)).Failure?.Kind);
        Assert.Equal((1, 1), (rig.Emulator.Calls.All.Count, rig.Secrets.Rereads));
    }

    [Theory]
    [InlineData("""{"message":"Missing Authentication Token"}""", FailureKind.WrongRoute)]
    [InlineData("<html>blocked</html>", FailureKind.Forbidden)]
    public async Task Does_not_suspect_the_key_of_every_403(string body, FailureKind expected)
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.Faults.Add(Fault.Gateway(403) with { Body = body });
        Assert.Equal(expected, (await rig.Client.ListClustersAsync(None)).Failure?.Kind);
        Assert.Equal((1, 0), (rig.Emulator.Calls.All.Count, rig.Secrets.Rereads));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    [InlineData("schlüssel")]
    public async Task Does_not_send_what_can_be_no_key(string value)
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Secrets.Cached = new(value, "1", null);
        var failure = (await rig.Client.ListClustersAsync(None)).Failure!;
        Assert.Equal(FailureKind.KeyUnavailable, failure.Kind);
        Assert.DoesNotContain(value, failure.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Emulator.Calls.All);
    }

    public static TheoryData<string, string> Repetitions => new()
    {
        { "over what was once the end of what was read", new string(' ', 4096 - HopsworksRig.Key.Length + 1) + HopsworksRig.Key },
        { "cut off", $"no: {HopsworksRig.Key[..^1]}" },
        { "cut off early", $"no: {HopsworksRig.Key[..14]}..." },
        { "over the end of the line", new string('x', 290) + HopsworksRig.Key },
        { "percent-encoded", string.Concat(HopsworksRig.Key.Select(c => $"%{(int)c:x2}")) },
        { "escaped as in JSON", string.Concat(HopsworksRig.Key.Select(c => $"\\u{(int)c:X4}")) },
        { "partly escaped in JSON", $$"""{"message":"no: {{HopsworksRig.Key.Replace("-", "%2D", StringComparison.Ordinal)}}"}""" },
    };

    [Theory, MemberData(nameof(Repetitions))]
    public async Task Shows_no_part_of_the_key_that_a_gateway_repeats(string how, string body)
    {
        await using var rig = await HopsworksRig.StartAsync();
        rig.Emulator.Faults.Add(Fault.Gateway(400) with { Body = body });

        var message = (await rig.Client.StopAsync("c1", None)).Failure!.Message;

        if (how != "over the end of the line")
            Assert.Contains("(the key)", message, StringComparison.Ordinal);
        Assert.DoesNotContain(HopsworksRig.Key[..9], Uri.UnescapeDataString(System.Text.RegularExpressions.Regex.Unescape(message)),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_the_key_nowhere()
    {
        await using var rig = await HopsworksRig.StartAsync();
        var shown = new StringBuilder().Append(rig.Secrets.Cached).Append(rig.Client);
        foreach (var fault in new[]
        {
            Fault.Gateway(403) with { Body = $$"""{"message":"The API key {{HopsworksRig.Key}} is unknown"}""" },
            Fault.Gateway(403) with { Body = $"<html>{HopsworksRig.Key}</html>" },
            Fault.Envelope(400, $"not for {HopsworksRig.Key}"),
            Fault.Gateway(400) with { Body = HopsworksRig.Key },
            new Fault(FaultKind.Closed),
        })
        {
            rig.Emulator.Faults.Add(fault with { Times = 1 });
            shown.Append((await rig.Client.StopAsync("c1", None)).Failure);
        }
        rig.Emulator.Faults.Add(Fault.Gateway(500) with { Times = 1 });
        var call = rig.Client.ListClustersAsync(None);
        await rig.Time.PassAsync(0.01, 25);
        shown.Append(await call);
        foreach (var line in rig.Logs.GetSnapshot())
            shown.Append(line.Message).Append(line.Exception).AppendJoin(' ', line.StructuredState ?? []).AppendJoin(' ', line.Scopes);
        Assert.DoesNotContain(HopsworksRig.Key, shown.ToString(), StringComparison.Ordinal);
    }
}
