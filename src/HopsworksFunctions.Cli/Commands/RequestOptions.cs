using System.CommandLine;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The options that name a requester and a reason, or request only a plan.</summary>
internal class RequestOptions
{
    private readonly Option<string?> by = new("--by") { Description = "Your name for the audit log (your user name).", HelpName = "NAME" };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Show what would happen, change nothing." };

    public Option<string?> ReasonOption { get; } = new("--reason")
    {
        Description = "Reason, shown in the audit log and to others.", HelpName = "TEXT",
    };

    public Option<bool> DetailedExitCode { get; } = new("--detailed-exit-code")
    {
        Description = "Exit with 3 instead of 0 if there was nothing to do.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(ReasonOption);
        command.Options.Add(by);
        command.Options.Add(dryRun);
        command.Options.Add(DetailedExitCode);
    }

    public string By(ParseResult arguments) => arguments.GetValue(by) ?? Environment.UserName;

    public string? Reason(ParseResult arguments) => arguments.GetValue(ReasonOption);

    /// <summary>Returns <c>true</c> for the query of a plan, otherwise null.</summary>
    public string? DryRun(ParseResult arguments) => arguments.GetValue(dryRun) ? "true" : null;

    public object Body(ParseResult arguments) => new { By = By(arguments), Reason = Reason(arguments) };
}
