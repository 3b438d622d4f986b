using HopsworksEmulator.Faults;
using HopsworksFunctions.Tests.LocalHost;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>The answers of the HTTP functions, the messages to channels and the log, over the state of an earlier version.</summary>
public sealed class GoldenAnswerTests
{
    private const string Meaning =
        "Programs, pages, channels and alerts rely on these answers, and what an earlier version remembered must stay understood.";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_are_as_they_were_over_a_folder_that_an_earlier_version_wrote()
    {
        await using var app = await GoldenApp.StartAsync();
        await TalkAsync(app);
    }

    [Fact]
    public async Task Answers_are_as_they_were_over_rows_that_an_earlier_version_wrote()
    {
        await using var storage = await GoldenStorage.StartAsync();
        await using var app = await GoldenApp.StartAsync(storage.Settings);
        await TalkAsync(app);
    }

    [Fact]
    public async Task Failures_are_told_as_they_were()
    {
        await using var app = await GoldenApp.StartAsync();
        app.Note("Hopsworks refuses the key.");
        app.Hopsworks.Faults.Add(Fault.Envelope(401, "invalid api key"));
        await FailAsync(app);
        app.Note("Hopsworks is out of order.");
        app.Hopsworks.Faults.Clear();
        app.Hopsworks.Faults.Add(Fault.Envelope(400, "something is wrong"));
        await FailAsync(app);
        app.Note("Hopsworks refuses an action.");
        app.Hopsworks.Faults.Clear();
        app.Hopsworks.Faults.Add(Fault.Envelope(400, "quota exceeded") with { Operation = Operation.Start });
        app.Hopsworks.Faults.Add(Fault.Gateway(504) with { Operation = Operation.Stop });
        await app.AskAsync("POST clusters/office-by-hand-down/start");
        await app.AskAsync("POST clusters/office-up/stop");
        app.Hopsworks.Faults.Clear();
        app.Note("The policies are invalid; the last good ones stay in force.");
        await File.WriteAllTextAsync(app.PolicyFile, """{ "rules": [{ "name": "a", "mach": {} }] }""", Stop);
        await FailAsync(app);
        app.Note("The state is damaged.");
        await GoldenState.DamageAsync(app.StateFolder, Stop);
        await FailAsync(app);
        app.Note("The state cannot be read.");
        Directory.Delete(app.StateFolder, recursive: true);
        await File.WriteAllTextAsync(app.StateFolder, "no folder", Stop);
        await FailAsync(app);

        Golden.Check("answers/failures.expected", app.Transcript, Meaning);
        Golden.Check("answers/failures.log.expected", app.Log, Meaning);
    }

    [Fact]
    public async Task Missing_settings_are_told_as_they_were()
    {
        await using var app = await GoldenApp.StartAsync(new Dictionary<string, string>
        {
            ["Policies__Source"] = "", ["State__Directory"] = "", ["Webhooks__plain__Kind"] = "none",
        });
        await FailAsync(app);

        Golden.Check("answers/settings.expected", app.Transcript, Meaning);
        Golden.Check("answers/settings.log.expected", app.Log, Meaning);
    }

    [Fact]
    public async Task A_second_run_is_refused_as_it_was()
    {
        await using var app = await GoldenApp.StartAsync();
        app.Hopsworks.Faults.Add(Fault.Delay(TimeSpan.FromMinutes(1)) with { Operation = Operation.Stop, Times = 1 });
        var first = app.AskAsync("POST reconcile?allowStops=9");
        await Eventually.IsTrueAsync(
            () => app.Hopsworks.Calls.All.Any(call => call.Operation == Operation.Stop), "the first run is at its stops");
        await app.AskAsync("POST reconcile");
        await app.AskAsync("GET clusters");
        await Eventually.IsTrueAsync(
            () =>
            {
                app.HopsworksTime.Advance(TimeSpan.FromMinutes(1));
                return first.IsCompleted;
            },
            "the first run is over");
        await first;

        Golden.Check("answers/overlap.expected", app.Transcript, Meaning);
    }

    private static async Task TalkAsync(GoldenApp app)
    {
        await GoldenConversation.LookAsync(app);
        // An update of the fixtures must not hide state that the app cannot read.
        Assert.Contains("35 clusters in the records", app.Transcript, StringComparison.Ordinal);
        Assert.DoesNotContain("\"damaged\":[\"", app.Transcript, StringComparison.Ordinal);
        await GoldenConversation.AskForPowerAsync(app);
        await GoldenConversation.SendAsync(app);
        await GoldenConversation.RunAsync(app);
        await GoldenConversation.KeepAsync(app);
        await GoldenConversation.AdviseAsync(app);

        Golden.Check("answers/answers.expected", app.Transcript, Meaning);
        Golden.Check("answers/messages.expected", Messages(app), Meaning);
        Golden.Check("answers/log.expected", app.Log, Meaning);
    }

    private static string Messages(GoldenApp app) => GoldenText.Of("slack", app.Slack.All) + GoldenText.Of("generic", app.Generic.All);

    private static async Task FailAsync(GoldenApp app)
    {
        string[] questions =
        [
            "GET health", "GET clusters", "POST reconcile", "GET clusters/office-up/hold",
            "POST clusters/office-by-hand-down/start?dryRun=true", "GET actions?limit=2", "GET runs?limit=1",
            "GET timeline?from=2026-06-02T11:00:00Z&to=2026-06-02T13:00:00Z",
            "GET savings?from=2026-06-02&to=2026-06-03", "GET keep?token=x",
        ];
        foreach (var line in questions)
            await app.AskAsync(line);
        await app.AskAsync("POST webhooks/plain", """{"action":"release","cluster":"office-up"}""");
    }
}
