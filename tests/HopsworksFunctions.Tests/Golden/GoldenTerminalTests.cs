namespace HopsworksFunctions.Tests.Golden;

/// <summary>
/// What people see in a real terminal of 80 or 120 columns, which <c>script</c> provides. <see cref="GoldenCommandTests"/> has the same
/// commands in a pipe.
/// </summary>
public sealed class GoldenTerminalTests : IDisposable
{
    private const string Meaning = "No table splits a name, a date or a word; what does not fit is left out or on a line of its own.";

    private readonly GoldenConsole console = new();

    public static TheoryData<int> Widths => [80, 120];

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Commands_over_files_and_the_local_state_fit(int columns)
    {
        await using var hopsworks = await console.StartHopsworksAsync();
        console.Columns = columns;
        await console.RunAsync(
            "--help", "hold --help", "clusters --help", "stopp", "hold office-up", "plan", "plan --policies none.json",
            "validate golden.policies.json", "validate doubtful.policies.json", "validate wrong.policies.json",
            "schedule --policies golden.policies.json --name office", "calendar se --policies calendar.policies.json",
            "simulate golden.scenario.jsonc", "report --from 2026-05-01", "notify test", "run --once");
        console.Environment["HOPSWORKSAI_API_KEY"] = "another-kEyMaRkEr";
        await console.RunAsync("plan");

        Golden.Check($"terminal/local.{columns}.expected", console.Transcript, Meaning);
        AssertFits(columns);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Commands_against_an_app_fit(int columns)
    {
        await using var app = await GoldenApp.StartAsync();
        console.Columns = columns;
        console.Environment["HOPSWORKS_FUNCTIONS_URL"] = $"{app.Address}";
        console.Environment["HOPSWORKS_FUNCTIONS_KEY"] = GoldenApp.Key;
        await console.RunAsync(
            "clusters", "clusters --held", "clusters none*", "actions --limit 40", "runs", "hold office-up --until 2h --by anna",
            "hold office-up --until nextStop --state asIs --by anna", "hold prod-1 --until 2h --by anna", "release office-up --by anna",
            "stop office-new --by anna", "report --from 2026-05-01");
        console.Environment["HOPSWORKS_FUNCTIONS_URL"] = "http://127.0.0.1:9";
        await console.RunAsync("clusters");

        Golden.Check($"terminal/deployed.{columns}.expected", console.Transcript, Meaning);
        AssertFits(columns);
    }

    public void Dispose() => console.Dispose();

    /// <summary>Checks the width of the output. The transcript adds two columns, and prompt lines are not output.</summary>
    private void AssertFits(int columns) => Assert.All(
        console.Transcript.Split('\n').Where(line => !line.StartsWith('$')), line => Assert.InRange(line.Length, 0, columns + 2));
}
