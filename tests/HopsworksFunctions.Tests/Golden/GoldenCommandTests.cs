using HopsworksFunctions.Testing;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>What the commands print to standard output and, marked with an exclamation mark, to standard error, and how they end.</summary>
public sealed class GoldenCommandTests : IDisposable
{
    private const string Meaning = "People and scripts rely on what the commands take, print and return.";

    private readonly GoldenConsole console = new();

    [Fact]
    public async Task Help_is_as_it_was()
    {
        await console.RunAsync("--help");
        string[] commands =
        [
            "init", "run", "plan", "validate", "schedule", "calendar", "simulate", "notify", "notify test", "report", "coverage",
            "clusters", "hold", "release", "start", "stop", "actions", "runs", "advise",
        ];
        await console.RunAsync(commands.Select(command => $"{command} --help"));
        await console.RunAsync(
            "", "stopp", "hold office-up", "hold office-up --until 2h --state sideways", "report --json --csv", "report --from yesterday",
            "run --json", "schedule --name office");

        Golden.Check("commands/help.expected", console.Transcript, Meaning);
    }

    [Fact]
    public async Task Policies_are_tried_as_they_were()
    {
        await console.RunAsync(
            "validate golden.policies.json", "validate golden.policies.json --json", "validate wrong.policies.json",
            "validate wrong.policies.json --json", "validate doubtful.policies.json", "validate doubtful.policies.json --json",
            "validate none.json");
        await console.RunAsync("validate -", "{ \"rules\": [], // nothing\n }");
        await console.RunAsync("validate -", "[");
        await console.RunAsync(
            "schedule --policies golden.policies.json --name office", "schedule --policies golden.policies.json --name office --json",
            "schedule --policies golden.policies.json --name nights --at 2026-06-05T18:00:00+02:00 --next 6",
            "schedule --policies golden.policies.json --name nights --at 2026-03-29T01:00:00Z --at 2026-10-25T00:30:00Z --next 3 --json",
            "schedule --policies golden.policies.json --name abroad --at 2026-06-19T12:00:00Z --json",
            "schedule --policies golden.policies.json --name ofice", "schedule --policies golden.policies.json --name office --at now",
            "schedule --policies golden.policies.json --name office --next 99999", "schedule --policies wrong.policies.json --name office",
            "simulate golden.scenario.jsonc", "simulate golden.scenario.jsonc --json", "simulate wrong.scenario.jsonc",
            "simulate none.jsonc");

        Golden.Check("commands/policies.expected", console.Transcript, Meaning);
    }

    [Fact]
    public async Task Calendars_are_listed_as_they_were()
    {
        await console.RunAsync(
            "calendar --policies calendar.policies.json", "calendar --policies calendar.policies.json --json",
            "calendar se --policies calendar.policies.json", "calendar us --policies calendar.policies.json --year 2027 --json",
            "calendar company --policies calendar.policies.json", "calendar com --policies calendar.policies.json",
            "calendar se --policies calendar.policies.json --year 2099", "calendar se --policies none.json",
            "calendar se --policies wrong.policies.json", "validate calendar.policies.json",
            "schedule --policies calendar.policies.json --name office --at 2026-06-18T12:00:00Z --next 2 --json",
            "simulate calendar.scenario.jsonc --json");

        Golden.Check("commands/calendars.expected", console.Transcript, Meaning);
    }

    [Fact]
    public async Task Plans_reports_and_tests_of_channels_are_as_they_were()
    {
        await using var hopsworks = await console.StartHopsworksAsync();
        await using var receiver = await WebhookReceiver.StartAsync();
        console.Environment["Secrets__slack-hook"] = receiver.Address;
        await console.RunAsync(
            "plan", "plan --json", "plan --policies wrong.policies.json", "plan --policies none.json", "report --from 2026-05-01",
            "report --from 2026-05-01 --json", "report --from 2026-05-01 --csv", "report", "report --from 2026-06-03 --to 2026-06-02",
            "coverage --kind nearlyProtected", "coverage --kind noRule --json",
            "notify test", "notify test --json", "notify test --channel 1", "notify test --channel 9",
            "notify test --policies doubtful.policies.json");
        console.Environment["Secrets__generic-key"] = GoldenSettings.SigningKey;
        console.Environment["Secrets__hook"] = receiver.Address;
        var sent = receiver.All.Count;
        await console.RunAsync("notify test --policies notify.policies.json --json");
        console.Environment["HOPSWORKSAI_API_KEY"] = "another-kEyMaRkEr";
        await console.RunAsync(["plan", "coverage --kind noRule"]);

        Golden.Check("commands/plans.expected", console.Transcript, Meaning);
        Golden.Check("commands/plans.messages.expected", GoldenText.Of("all", receiver.All.Skip(sent)), Meaning);
    }

    [Fact]
    public async Task What_a_deployed_app_answers_is_shown_as_it_was()
    {
        await using var app = await GoldenApp.StartAsync();
        console.Environment["HOPSWORKS_FUNCTIONS_URL"] = $"{app.Address}";
        console.Environment["HOPSWORKS_FUNCTIONS_KEY"] = GoldenApp.Key;
        console.Names[$"{app.Address}"] = "<app>";
        await console.RunAsync(
            "clusters", "clusters --json", "actions", "actions --limit 3",
            "actions --cluster g-12 --from 2026-06-01 --to 2026-06-03 --json", "actions --after x", "runs", "runs --limit 2",
            "runs --limit 1 --json",
            "hold office-up --until 2h --by anna --reason demo --dry-run", "hold office-up --until nextStop --state asIs --by anna",
            "hold office-up --until nextStop --state asIs --by anna", "hold g-13 --until 1h --by anna --json",
            "hold prod-1 --until 2h --by anna", "hold office-up --until 99d --by anna", "release office-up --by anna --dry-run",
            "release office-up --by anna",
            "release office-up --by anna", "stop office-new --by anna --reason night --dry-run", "stop office-new --by anna",
            "stop office-new --by anna", "start office-by-hand-down --by anna --json", "start nobody --by anna",
            "report --from 2026-05-01", "report --forecast", "coverage", "coverage --kind unknownSchedule,neverUp --kind inError --days 3",
            "coverage --kind notMeasured", "coverage --kind noRul", "coverage --days 93", "advise", "advise office-up",
            "advise --rule office", "advise --rule ofice", "advise nobody", "advise --share 2", "advise office-up --rule office");
        console.Environment["HOPSWORKS_FUNCTIONS_URL"] = "http://golden.example/api?code=kEyMaRkEr";
        await console.RunAsync("clusters");
        console.Environment["HOPSWORKS_FUNCTIONS_URL"] = "http://127.0.0.1:9";
        await console.RunAsync("runs");
        console.Environment["HOPSWORKS_FUNCTIONS_KEY"] = "";
        await console.RunAsync("runs");

        Golden.Check("commands/deployed.expected", console.Transcript, Meaning);
    }

    public void Dispose() => console.Dispose();
}
