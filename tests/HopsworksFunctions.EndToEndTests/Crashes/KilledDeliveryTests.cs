using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.EndToEndTests.Deployed;
using HopsworksFunctions.EndToEndTests.Processes;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.EndToEndTests.Crashes;

/// <summary>The process is killed while it carries out a signed delivery. The sender repeats the delivery until it is accepted.</summary>
public sealed class KilledDeliveryTests
{
    private const string ApiKey = "kEyMaRkEr-of-deliveries";
    private const string SigningKey = "kEyMaRkEr-signing-0123456789-0123456789";
    private const string Cluster = "dev-1";

    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Operation.Get, HttpStatusCode.OK)]
    [InlineData(Operation.Stop, HttpStatusCode.Conflict)]
    public async Task It_is_carried_out_once_if_it_had_not_begun_and_not_again_if_it_had(Operation killedAt, HttpStatusCode afterAMinute)
    {
        var time = new FakeTimeProvider(Noon);
        using var state = new StateFolder();
        await File.WriteAllTextAsync(state.PolicyFile, """{ "rules": [{ "name": "dev", "match": {} }] }""", Stop);
        await using var hopsworks = await EmulatorServer.StartAsync(
            new()
            {
                ApiKeys = [ApiKey], Time = time,
                Clusters =
                [
                    new() { Id = Cluster, Name = Cluster, Azure = new(), CreatedOn = Noon.AddDays(-9), StartedOn = Noon.AddDays(-1) },
                ],
            }, Stop);
        hopsworks.Faults.Add(Fault.Delay(TimeSpan.FromDays(1)) with { Operation = killedAt, Cluster = Cluster });
        state.Clock = Noon;
        await using var log = new AppLog();

        await using (var first = await StartAsync(state, hopsworks, log))
        {
            var sending = SendAsync(first, Noon);
            await Eventually.IsTrueAsync(() => hopsworks.Calls.Of(killedAt, Cluster).Count > 0, () => $"{killedAt} is called");
            using (var process = Process.GetProcessById(first.ChildProcessId))
                process.Kill();
            // The host may answer that its app is gone, or close the connection.
            await Record.ExceptionAsync(() => sending);
        }
        hopsworks.Faults.Clear();
        await using var second = await StartAsync(state, hopsworks, log);
        var answers = new List<HttpStatusCode>();
        foreach (var seconds in (int[])[1, 30, 75, 80])
        {
            var at = state.Clock = Noon.AddSeconds(seconds);
            time.SetUtcNow(at);
            answers.Add(await SendAsync(second, at));
        }

        Assert.Equal([HttpStatusCode.Conflict, HttpStatusCode.Conflict, afterAMinute, HttpStatusCode.Conflict], answers);
        Assert.Single(hopsworks.Calls.Of(Operation.Stop, Cluster));
        Console.WriteLine($"Killed deliveries, at {killedAt}: 1 kill, {answers.Count} more tries, 1 stop sent.");
    }

    private static Task<LocalFunctionsHost> StartAsync(StateFolder state, EmulatorServer hopsworks, AppLog log) => state.StartAppAsync(
        hopsworks, ApiKey, log, ("DOTNET_STARTUP_HOOKS", Repository.ProcessClock), ("CLOCK_FILE", state.ClockFile),
        ("Webhooks__ci__Kind", "generic"), ("Webhooks__ci__SigningSecretName", "ci-key"), ("Secrets__ci-key", SigningKey));

    /// <summary>Sends the same delivery with a new signature, as senders do when they retry.</summary>
    private static async Task<HttpStatusCode> SendAsync(LocalFunctionsHost host, DateTimeOffset at)
    {
        const string Body = $$"""{"action":"stop","cluster":"{{Cluster}}"}""";
        var timestamp = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(SigningKey), Encoding.UTF8.GetBytes($"msg-1.{timestamp}.{Body}"));
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.BaseAddress, "api/webhooks/ci"))
        {
            Content = new StringContent(Body, Encoding.UTF8, "application/json"),
            Headers =
            {
                { "x-functions-key", RunningApp.Keys.Function }, { "webhook-id", "msg-1" }, { "webhook-timestamp", timestamp },
                { "webhook-signature", $"v1,{Convert.ToBase64String(signature)}" },
            },
        };
        using var answer = await client.SendAsync(request, Stop);
        return answer.StatusCode;
    }
}
