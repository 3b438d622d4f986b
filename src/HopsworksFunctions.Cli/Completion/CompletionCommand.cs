using System.CommandLine;

namespace HopsworksFunctions.Cli.Completion;

/// <summary><c>completion</c>: prints a script with which a shell completes commands, options and names.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = "hops.bash", ["zsh"] = "hops.zsh", ["fish"] = "hops.fish", ["pwsh"] = "hops.ps1",
    };

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh.", HelpName = "SHELL" };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        shell.Validators.Add(result =>
        {
            var given = result.Tokens.Single().Value;
            if (!Scripts.ContainsKey(given))
                result.AddError(Unknown.Of("shell", given, Scripts.Keys) + $" Shells: {string.Join(", ", Scripts.Keys)}.");
        });
        var command = new Command("completion", "Print a script that completes commands, options and names in a shell.") { shell };
        command.SetAction(arguments =>
            arguments.InvocationConfiguration.Output.Write(Script(Scripts[arguments.GetRequiredValue(shell)])));
        return command;
    }

    private static string Script(string name)
    {
        using var script = new StreamReader(typeof(CompletionCommand).Assembly.GetManifestResourceStream(name)!);
        return script.ReadToEnd();
    }
}
