using System.CommandLine.Completions;
using System.Text.Json;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core.Reports;

namespace HopsworksFunctions.Cli.Completion;

/// <summary>
/// The names that a shell completes. Clusters and rules come from the app named on the command line or in the environment, otherwise from
/// the local state and the policy file; schedules and calendars come from the policy file. If anything fails, there are none, within about
/// a second.
/// </summary>
internal static class KnownNames
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static IEnumerable<string> Clusters(CompletionContext context) =>
        OrNone(() => Fleet(context) is { } fleet ? [.. fleet.Clusters.Select(cluster => cluster.Name)] : LocalClusters(r => r.Name));

    public static IEnumerable<string> ClusterIds(CompletionContext context) =>
        OrNone(() => Fleet(context) is { } fleet ? [.. fleet.Clusters.Select(cluster => cluster.Id)] : LocalClusters(r => r.Id));

    /// <summary>Returns the rules of the app's policies, or else those of the policy file.</summary>
    public static IEnumerable<string> Rules(CompletionContext context) => OrNone(() => Fleet(context)?.Rules
        ?? [.. Policies(context).GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("name").GetString()!)]);

    public static IEnumerable<string> Schedules(CompletionContext context) => OrNone(() => Members(context, "schedules"));

    public static IEnumerable<string> Calendars(CompletionContext context) => OrNone(() => Members(context, "calendars"));

    private static List<string> OrNone(Func<IEnumerable<string>> names)
    {
        try
        {
            return [.. names().Where(name => name.Length > 0)];
        }
        catch (Exception)
        {
            // A shell cannot show an error while the user types.
            return [];
        }
    }

    /// <summary>Returns the app's report; null if neither the command line nor the environment names an app.</summary>
    private static RunReportJson? Fleet(CompletionContext context)
    {
        var choice = new AppChoice(Option(context, "--url"), Option(context, "--key-file"))
        {
            Account = AppChoice.AccountOr(Option(context, "--account")),
        };
        if (!choice.IsNamed)
            return null;
        var address = AppAddress.Find(choice, Environment.GetEnvironmentVariable, Workspace.Find(), TextWriter.Null);
        using var app = new DeployedApp(address, Patience);
        return app.GetAsync<RunReportJson>("clusters", CancellationToken.None).GetAwaiter().GetResult();
    }

    private static IEnumerable<string> LocalClusters(Func<(string Id, string Name), string> word)
    {
        var settings = RunSettings.Resolve(Workspace.Find(), null, null, null, needsPolicies: false).Of(AppChoice.AccountOr(null));
        var state = EmulatedFleet.FindAsync(settings, CancellationToken.None).WaitAsync(Patience).GetAwaiter().GetResult();
        return state?.Records.Select(record => word((record.Key, record.Value.Name))) ?? [];
    }

    private static IEnumerable<string> Members(CompletionContext context, string name) =>
        Policies(context).TryGetProperty(name, out var members) ? members.EnumerateObject().Select(member => member.Name) : [];

    private static JsonElement Policies(CompletionContext context)
    {
        var path = Workspace.Find().PolicyFile(Option(context, "--policies"));
        return JsonElement.Parse(
            File.ReadAllBytes(path), new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    private static string? Option(CompletionContext context, string name) =>
        context.ParseResult.CommandResult.Command.Options.Any(option => option.Name == name)
            ? context.ParseResult.GetValue<string?>(name) : null;
}
