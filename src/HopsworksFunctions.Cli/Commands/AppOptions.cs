using System.CommandLine;
using HopsworksFunctions.Cli.Deployed;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>
/// The options that name an app and the file with its key. The key is never an argument, because others can see arguments.
/// </summary>
internal sealed class AppOptions
{
    private readonly Option<string?> url = new("--url")
    {
        Description = $"Address of the app (${AppAddress.UrlVariable}, otherwise the app that 'hops run' serves here).", HelpName = "URL",
    };

    private readonly Option<string?> keyFile = new("--key-file")
    {
        Description = $"File with the function key of the app (${AppAddress.KeyVariable}).", HelpName = "FILE",
    };

    private readonly Option<string?> account = AccountOption.Create();

    public void AddTo(Command command)
    {
        command.Options.Add(url);
        command.Options.Add(keyFile);
        command.Options.Add(account);
    }

    public AppChoice Of(ParseResult arguments) => new(arguments.GetValue(url), arguments.GetValue(keyFile))
    {
        Account = arguments.Account(account),
    };
}
