using System.CommandLine;
using HopsworksFunctions.Cli.Completion;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Reports;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>freeze</c> and <c>unfreeze</c>: a person stops all starts and stops by the app, or allows them again.</summary>
internal static class FreezeCommands
{
    public static Command Freeze(Func<AppChoice, DeployedApp> connect)
    {
        var (request, rule) = (new RequestOptions(), Rule());
        var until = new Option<string?>("--until")
        {
            Description = "End of the freeze: 8h, 2026-06-01T20:00:00Z. Without it, until someone unfreezes; then give a reason.",
            HelpName = "END",
            CustomParser = argument => ValueOptions.Read(
                argument, text => FreezeWords.Parse(text) is null ? null : text, $"--until must be {FreezeWords.Ends}"),
        };
        until.CompletionSources.Add("1h", "4h", "8h", "1d", "7d");
        var command = new Command("freeze", "Start and stop nothing, in the account or for one rule, until a time or until unfrozen.")
        {
            until, rule,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(until) is null && result.GetResult(request.ReasonOption) is null)
                result.AddError("A freeze needs an end or a reason: --until 8h, or --reason TEXT for one without an end.");
        });
        command.SetAction<FreezeChanged>(
            choice => connect(choice with { AsOwner = true }),
            (app, arguments, cancellationToken) =>
            {
                var body = new
                {
                    Until = arguments.GetValue(until),
                    By = request.By(arguments),
                    Reason = request.Reason(arguments),
                };
                return app.SendAsync(HttpMethod.Put, Path(request, rule, arguments), body, cancellationToken);
            },
            Show, request.DetailedExitCode);
        request.AddTo(command);
        return command;
    }

    public static Command Unfreeze(Func<AppChoice, DeployedApp> connect)
    {
        var (request, rule) = (new RequestOptions(), Rule());
        var command = new Command("unfreeze", "End a freeze of the account or of one rule. Needs the owner's key.") { rule };
        command.SetAction<FreezeChanged>(
            choice => connect(choice with { AsOwner = true }),
            (app, arguments, cancellationToken) => app.SendAsync(
                HttpMethod.Delete, Path(request, rule, arguments), request.Body(arguments), cancellationToken),
            Show, request.DetailedExitCode);
        request.AddTo(command);
        return command;
    }

    private static Option<string?> Rule()
    {
        var rule = new Option<string?>("--rule") { Description = "Only the clusters of this rule.", HelpName = "RULE" };
        rule.CompletionSources.Add(KnownNames.Rules);
        return rule;
    }

    private static string Path(RequestOptions request, Option<string?> rule, ParseResult arguments) =>
        $"freeze{DeployedCommand.Query(("rule", arguments.GetValue(rule)), ("dryRun", request.DryRun(arguments)))}";

    private static void Show(FreezeChanged done, TextWriter output)
    {
        var what = Policies.Decisions.Freeze.WhatOf(done.Rule);
        var whatOf = $"{char.ToUpperInvariant(what[0])}{what[1..]}";
        if (done.Freeze is { } freeze)
        {
            var verb = done switch { { Changed: false } => "is already", { DryRun: true } => "would be", _ => "is" };
            Prose.Write(output, $"{whatOf} {verb} frozen by {freeze.By} until {FreezeLines.EndOf(freeze)}.");
            if (done is { Changed: true, Replaced: { } before })
            {
                Prose.Write(output, $"The new freeze {(done.DryRun ? "would replace" : "replaces")} the one {before.By} set until "
                    + $"{FreezeLines.EndOf(before)}.");
            }
            if (done is { Changed: true, DryRun: false })
            {
                Prose.Write(output, "All channels are told at the next run, and again each day. "
                    + "Stops that come due meanwhile count as unexpected.");
            }
        }
        else if (done is { Changed: true, Replaced: { } ended })
        {
            Prose.Write(output, $"{whatOf} {(done.DryRun ? "would no longer be" : "is no longer")} frozen. {ended.By} froze it until "
                + $"{FreezeLines.EndOf(ended)}.");
        }
        else
        {
            Prose.Write(output, $"{whatOf} is not frozen.");
        }
    }

    private sealed record FreezeChanged(string? Rule, FreezeJson? Freeze, bool Changed, bool DryRun, FreezeJson? Replaced);
}
