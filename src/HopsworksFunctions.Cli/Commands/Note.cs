using System.CommandLine;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>Who asks and why, which the audit keeps, and whether it is only tried.</summary>
internal sealed class Note
{
    private readonly Option<string> by = new("--by")
    {
        Description = "Who asks, for the audit (your user name).", HelpName = "NAME", DefaultValueFactory = _ => Environment.UserName,
    };

    private readonly Option<string?> reason = new("--reason") { Description = "Why, for the audit and for others.", HelpName = "TEXT" };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Only say what would be done, or why not." };

    public void AddTo(Command command)
    {
        command.Options.Add(reason);
        command.Options.Add(by);
        command.Options.Add(dryRun);
    }

    public string By(ParseResult arguments) => arguments.GetRequiredValue(by);

    public string? Reason(ParseResult arguments) => arguments.GetValue(reason);

    public object Body(ParseResult arguments) => new { By = By(arguments), Reason = Reason(arguments) };

    /// <summary>The path of a cluster's function, with the query of a dry run.</summary>
    public string Path(ParseResult arguments, Argument<string> cluster, string function) =>
        $"clusters/{Uri.EscapeDataString(arguments.GetRequiredValue(cluster))}/{function}"
        + (arguments.GetValue(dryRun) ? "?dryRun=true" : "");
}
