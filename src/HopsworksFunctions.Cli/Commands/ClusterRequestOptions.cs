using System.CommandLine;
using HopsworksFunctions.Cli.Completion;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The cluster of a request, and the options that name a requester and a reason, or ask for a plan only.</summary>
internal sealed class ClusterRequestOptions
{
    private readonly Option<string?> by = new("--by") { Description = "Your name for the audit log (your user name).", HelpName = "NAME" };
    private readonly Option<string?> reason = new("--reason")
    {
        Description = "Reason, shown in the audit log and to others.", HelpName = "TEXT",
    };

    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show what would happen, change nothing." };

    public Argument<string> Cluster { get; } = NewCluster();

    public Option<bool> DetailedExitCode { get; } = new("--detailed-exit-code")
    {
        Description = "Exit with 3 instead of 0 if there was nothing to do.",
    };

    /// <summary>The argument that names one cluster.</summary>
    public static Argument<string> NewCluster()
    {
        var cluster = new Argument<string>("CLUSTER") { Description = "Cluster ID, or a unique cluster name.", HelpName = "CLUSTER" };
        cluster.CompletionSources.Add(KnownNames.Clusters);
        return cluster;
    }

    public void AddTo(Command command)
    {
        command.Options.Add(reason);
        command.Options.Add(by);
        command.Options.Add(dryRun);
        command.Options.Add(DetailedExitCode);
    }

    public string By(ParseResult arguments) => arguments.GetValue(by) ?? Environment.UserName;

    public string? Reason(ParseResult arguments) => arguments.GetValue(reason);

    public object Body(ParseResult arguments) => new { By = By(arguments), Reason = Reason(arguments) };

    /// <summary>The path of the cluster's function, with the query of a plan.</summary>
    public string Path(ParseResult arguments, string function) =>
        $"clusters/{Uri.EscapeDataString(arguments.GetRequiredValue(Cluster))}/{function}"
        + (arguments.GetValue(dryRun) ? "?dryRun=true" : "");
}
