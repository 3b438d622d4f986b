using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>The requests to the golden app, in an order that matters.</summary>
internal static partial class GoldenConversation
{
    private const string TwoHours = """{"state":"up","until":"2h","reason":"month-end","by":"anna"}""";

    /// <summary>Sends every request that changes nothing.</summary>
    public static async Task LookAsync(GoldenApp app)
    {
        await AskAllAsync(app,
            "GET health", "GET clusters", "POST reconcile?dryRun=true", "POST reconcile?dryRun=true&allowStops=9",
            "GET clusters/g-07/hold", "GET clusters/office-held/hold", "GET clusters/g-29/hold", "GET clusters/office-starting/hold",
            "GET clusters/G.32%20%C3%BC/hold", "GET clusters/g-24/hold", "GET clusters/twin/hold", "GET clusters/nobody/hold",
            "GET actions?limit=1000", "GET actions?cluster=g-12", "GET actions?from=2026-06-01&to=2026-06-02T00:00:00Z",
            "GET actions?from=2026-06-01T00:00:00%2B02:00", "GET actions?cluster=nobody");
        var page = await app.AskAsync("GET actions?cluster=g-36&limit=2&code=none");
        await app.AskAsync($"GET actions?cluster=g-36&limit=2&after={Place().Match(page).Value}");
        await AskAllAsync(app,
            "GET runs?limit=100", "GET runs?limit=3", "GET runs?limit=2&after=639159935501234567-run-97",
            "GET timeline", "GET timeline?from=2026-06-01&to=2026-06-03", "GET savings", "GET savings?from=2026-05-01&to=2026-06-02",
            "GET actions?limit=0", "GET actions?from=yesterday", "GET actions?from=2026-06-02&to=2026-06-01", "GET actions?after=x",
            "GET actions?cluster=a&cluster=b", "GET runs?limit=101", "GET runs?after=x", "GET timeline?from=2026-06-01&to=2026-07-03",
            "GET savings?from=2026-01-01&to=2026-06-01", "GET savings?to=x",
            "GET openapi.json", "GET dashboard", "GET nothing", "POST clusters", "DELETE health");
    }

    /// <summary>Sends holds, starts and stops by people, some of which are refused.</summary>
    public static async Task AskForPowerAsync(GoldenApp app)
    {
        await app.AskAsync("PUT clusters/office-up/hold?dryRun=true", TwoHours);
        await app.AskAsync("PUT clusters/office-up/hold", TwoHours);
        await app.AskAsync("PUT clusters/office-up/hold", TwoHours);
        await app.AskAsync("GET clusters/office-up/hold");
        await app.AskAsync(
            "PUT clusters/g-13/hold", """{"state":"asIs","until":"nextStop","by":"bjorn@example.com"}""");
        await app.AskAsync("DELETE clusters/office-up/hold?dryRun=true");
        await app.AskAsync("DELETE clusters/office-up/hold", """{"by":"anna","reason":"done"}""");
        await app.AskAsync("DELETE clusters/office-up/hold");
        await app.AskAsync("DELETE clusters/g-24/hold");
        foreach (var (line, body) in Wrong)
            await app.AskAsync(line, body);
        await app.AskAsync("POST clusters/office-up/stop?dryRun=true", """{"by":"anna"}""");
        await app.AskAsync("POST clusters/office-up/stop", """{"by":"anna","reason":"night"}""");
        await app.AskAsync("POST clusters/office-by-hand-down/start", """{"reason":"demo"}""");
        await app.AskAsync("POST clusters/nights-stopped/start?dryRun=true");
        await app.AskAsync("POST clusters/strict-by-hand/start?dryRun=true");
        string[] clusters =
        [
            "office-up", "prod-1", "left-orphan", "G.32%20%C3%BC", "office-start-due", "office-held", "nights-deferred", "office-broken",
            "office-starting", "nobody", "twin",
        ];
        await AskAllAsync(app, clusters.Select(cluster => $"POST clusters/{cluster}/stop"));
        await app.AskAsync("POST clusters/office-held-down/start");
        await app.AskAsync("POST clusters/office-start-due/start?dryRun=perhaps");
        await app.AskAsync("POST clusters/office-start-due/start", """{"who":"anna"}""");
    }

    /// <summary>Sends what other systems send.</summary>
    public static async Task SendAsync(GoldenApp app)
    {
        await app.AskAsync(
            "POST webhooks/plain?dryRun=true",
            """{"action":"hold","match":{"name":"office-*"},"until":"2h","state":"asIs","reason":"tests"}""");
        await app.AskAsync(
            "POST webhooks/plain", """{"action":"hold","cluster":"office-new","until":"2026-06-03T06:00:00Z","reason":"nightly tests"}""");
        await app.AskAsync("POST webhooks/plain", """{"action":"release","cluster":"office-new"}""");
        await app.AskAsync("POST webhooks/plain", """{"action":"stop","match":{"name":"*"}}""");
        await app.AskAsync("POST webhooks/plain", """{"action":"start","match":{"name":"*-by-hand*"}}""");
        await app.AskAsync("POST webhooks/plain", """{"action":"start","match":{"name":"none-*"}}""");
        await app.AskAsync("POST webhooks/plain", """{"action":"start","cluster":"prod-1"}""");
        await app.AskAsync("POST webhooks/plain", """{"action":"strat","clusters":"prod-1"}""");
        await app.AskAsync("POST webhooks/plain", "[");
        await app.AskAsync("POST webhooks/plian", """{"action":"start","cluster":"prod-1"}""");
        await app.AskAsync("POST webhooks/signed", """{"action":"hold","cluster":"office-new","until":"1h"}""");
        foreach (var (id, minutesAgo) in ((string, int)[])[("msg-1", 0), ("msg-3", 2), ("msg-3", 0), ("msg-4", 6)])
        {
            var signed = GoldenFleet.Now.AddMinutes(-minutesAgo);
            await SendSignedAsync(app, id, signed, """{"action":"hold","cluster":"office-new","until":"1h"}""");
        }
        await app.AskAsync("POST webhooks/budget?dryRun=true", Alert("Fired"));
        await app.AskAsync("POST webhooks/budget", Alert("Resolved"));
        await app.AskAsync("POST webhooks/plain", new string(' ', 70_000));
    }

    /// <summary>Starts runs, and asks for the state after them.</summary>
    public static async Task RunAsync(GoldenApp app)
    {
        await AskAllAsync(
            app, "POST reconcile?dryRun=perhaps", "POST reconcile?allowStops=many", "POST reconcile", "POST reconcile?allowStops=9",
            "GET clusters", "GET actions?from=2026-06-02T11:59:59Z&limit=1000", "GET runs?limit=2", "GET health");
    }

    /// <summary>Requests the page behind the link in a stop warning.</summary>
    public static async Task KeepAsync(GoldenApp app)
    {
        var token = app.Slack.All.Select(message => Token().Match(message.Text)).First(match => match.Success).Groups[1].Value;
        await app.AskAsync($"GET keep?token={token}");
        await app.AskAsync("POST keep", $"token={token}");
        await app.AskAsync("POST keep", $"token={token}&for=1h");
        await app.AskAsync("POST keep", $"token={token}&for=2h");
        await app.AskAsync("POST keep", $"token={token}&for=2h");
        await app.AskAsync($"GET keep?token={token}");
        await app.AskAsync($"GET keep?token={token[..^1]}");
        await app.AskAsync("GET keep");
        await app.AskAsync("POST keep", new string('x', 5000));
        await app.AskAsync("GET clusters/early-warned/hold");
    }

    /// <summary>Asks for advice, which is empty because nothing is observed, for forecasts, and for coverage.</summary>
    public static Task AdviseAsync(GoldenApp app) => AskAllAsync(
        app, "GET advice", "GET advice?cluster=office-up", "GET advice?rule=office", "GET advice?rule=ofice",
        "GET advice?cluster=office-up&rule=office", "GET advice?cluster=nobody", "GET advice?share=2", "GET advice?limit=0",
        "GET forecast", "GET forecast?zone=x", "GET coverage?zone=policies", "GET coverage?kind=noRule,noOwner&kind=inError&days=3&limit=2",
        "GET coverage?kind=noRul", "GET coverage?days=93");

    private static IEnumerable<(string Line, string Body)> Wrong =>
    [
        ("PUT clusters/nobody/hold", TwoHours),
        ("PUT clusters/prod-1/hold", TwoHours),
        ("PUT clusters/left-orphan/hold", TwoHours),
        ("PUT clusters/twin/hold", TwoHours),
        ("PUT clusters/office-up/hold?dryRun=perhaps", TwoHours),
        ("PUT clusters/office-up/hold", ""),
        ("PUT clusters/office-up/hold", "["),
        ("PUT clusters/office-up/hold", """{"state":"sideways","until":"tomorrow","user":"anna"}"""),
        ("PUT clusters/office-up/hold", """{"state":"up","until":"2020-01-01T00:00:00Z"}"""),
        ("PUT clusters/office-up/hold", """{"state":"up","until":"15d"}"""),
        ("PUT clusters/office-up/hold", $$"""{"state":"up","until":"2h"{{new string(' ', 20_000)}}}"""),
    ];

    private static async Task AskAllAsync(GoldenApp app, params IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await app.AskAsync(line);
    }

    private static async Task SendSignedAsync(GoldenApp app, string id, DateTimeOffset signed, string body)
    {
        var time = signed.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var key = Convert.FromBase64String(GoldenSettings.SigningKey["whsec_".Length..]);
        var signature = Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{id}.{time}.{body}")));
        await app.AskAsync(
            "POST webhooks/signed", body, ("webhook-id", id), ("webhook-timestamp", time), ("webhook-signature", $"v1,{signature}"));
    }

    private static string Alert(string condition) =>
        $$"""
        {"schemaId":"azureMonitorCommonAlertSchema",
         "data":{"essentials":{"alertRule":"too dear","severity":"Sev2","monitorCondition":"{{condition}}"} } }
        """;

    [GeneratedRegex("[0-9]{19}-[0-9a-f]{24}")]
    private static partial Regex Place();

    [GeneratedRegex("/keep\\?token=([A-Za-z0-9_-]+)")]
    private static partial Regex Token();
}
