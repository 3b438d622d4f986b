using System.CommandLine;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The cluster of a request, and the options that name a requester and a reason, or ask for a plan only.</summary>
internal sealed class ClusterRequestOptions
{
    private readonly Option<string> by = new("--by")
    {
        Description = "Who asks, for the audit (your user name).", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName,
    };

    private readonly Option<string?> reason = new("--reason") { Description = "Why, for the audit and for others.", HelpName = "TEXT" };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Only say what would be done, or why not." };

    public Argument<string> Cluster { get; } = new("CLUSTER") { Description = "A cluster's id, or a name that only one has." };

    public void AddTo(Command command)
    {
        command.Options.Add(reason);
        command.Options.Add(by);
        command.Options.Add(dryRun);
    }

    public string By(ParseResult arguments) => arguments.GetRequiredValue(by);

    public string? Reason(ParseResult arguments) => arguments.GetValue(reason);

    public object Body(ParseResult arguments) => new { By = By(arguments), Reason = Reason(arguments) };

    /// <summary>The path of the cluster's function, with the query of a plan.</summary>
    public string Path(ParseResult arguments, string function) =>
        $"clusters/{Uri.EscapeDataString(arguments.GetRequiredValue(Cluster))}/{function}"
        + (arguments.GetValue(dryRun) ? "?dryRun=true" : "");
}
