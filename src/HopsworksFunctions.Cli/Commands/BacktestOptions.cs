using System.CommandLine;
using HopsworksFunctions.Cli.Completion;
using NodaTime;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The options of <c>backtest</c>.</summary>
internal sealed class BacktestOptions
{
    public Option<string?> Policies { get; } = PolicyOption.Create();

    public Option<string?> Against { get; } = new("--against")
    {
        Description = "Policy file to compare with, instead of with what happened.", HelpName = "FILE",
    };

    public Option<string?> Advised { get; } = new("--advised")
    {
        Description = "Put the windows that 'hops advise --rule RULE' gives into the policies first. The file stays as it is.",
        HelpName = "RULE",
        CompletionSources = { KnownNames.Rules },
    };

    public Option<Instant?> From { get; } =
        ValueOptions.TimeOrDate("--from", "Start, inclusive: a time or date (UTC). Default: 28 days ago.");

    public Option<Instant?> To { get; } = ValueOptions.TimeOrDate("--to", "End, exclusive.");

    public Option<string?> Prices { get; } = new("--prices")
    {
        Description = "Price table, to show money (prices.json beside the policies, or that of 'hops run').", HelpName = "FILE",
    };

    public Option<bool> Json { get; } = new("--json") { Description = "Print the result as JSON." };

    public Option<bool> Markdown { get; } =
        new("--markdown") { Description = "Print the result as Markdown, for a pull request." };

    /// <summary>The deployed app with the history.</summary>
    public AppOptions App { get; } = new();

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Policies, Against, Advised, From, To, Prices, Json, Markdown])
            command.Options.Add(option);
        App.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Json) && result.GetValue(Markdown))
                result.AddError("Use either --json or --markdown.");
        });
    }
}
