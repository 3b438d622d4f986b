using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.Run;

namespace HopsworksFunctions.Cli.Deployed;

/// <summary>The app's URL and function key. <c>ToString</c> never shows the key.</summary>
/// <param name="Url">The URL with the route prefix and a final slash.</param>
/// <param name="Account">The account's name; null if the app has only one account, or if none is named.</param>
internal sealed record AppAddress(Uri Url, string Key, string? Account = null)
{
    public const string UrlVariable = "HOPSWORKS_FUNCTIONS_URL";
    public const string KeyVariable = FunctionKey.Variable;
    public const string HowToSet = $"Set --url or {UrlVariable} to an address such as https://my-app.azurewebsites.net/api.";

    private static readonly Uri Local = new("http://localhost:7071/api/");

    public string HowToReach => Url.IsLoopback ? $"Is 'hops run' running? Otherwise set --url or {UrlVariable}." : "Check --url or "
        + $"{UrlVariable}, and the network.";

    /// <summary>Finds the app that the command line or the environment names, or the one that <c>run</c> started here.</summary>
    /// <param name="warnings">Receives a line if other users can read the key file.</param>
    /// <exception cref="CliException">The address is invalid, would expose the key, or has no key.</exception>
    public static AppAddress Find(AppChoice choice, Func<string, string?> variable, Workspace workspace, TextWriter warnings)
    {
        var ofEnvironment = variable(UrlVariable) is { Length: > 0 } text ? text : null;
        var url = choice.Url is { } chosen ? Parse(chosen, "--url")
            : ofEnvironment is not null ? Parse(ofEnvironment, UrlVariable)
            : Local;
        // The key in the environment is for the app in the environment; another app must not see it.
        var isOfEnvironment = choice.Url is null || ofEnvironment is null || TryParse(ofEnvironment) == url;
        var key = choice.KeyFile is { } file ? FunctionKey.ReadFile(file, warnings)
            : isOfEnvironment && FunctionKey.Read(KeyVariable, variable) is { Length: > 0 } given ? given
            : url.IsLoopback && HostKeys.Load(workspace.KeyFile) is { } keys ? choice.AsOwner ? keys.Master : keys.Function
            : null;
        return new(url, key ?? throw CliException.Usage(HowToOpen(url)), choice.Account);
    }

    public override string ToString() => Url.ToString();

    private static string HowToOpen(Uri url) => $"No function key for {url}. Set --key-file or {KeyVariable}"
        + (url.IsLoopback ? ", or start the app with 'hops run'." : "; 'az functionapp keys list' shows it.");

    private static Uri Parse(string text, string source)
    {
        var url = TryParse(text)
            ?? throw CliException.Usage($"{source} is '{WithoutQuery(text)}', which is not the address of an app. {HowToSet}");
        return url.Scheme == "https" || url.IsLoopback ? url : throw CliException.Usage(
            $"{source} is '{text}'. It must use https, or anyone on the way could read the key.");
    }

    private static Uri? TryParse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "https" or "http", Query: "", Fragment: "", UserInfo: "" }
            ? new(url, url.AbsolutePath == "/" ? "/api/" : url.AbsolutePath.TrimEnd('/') + "/")
            : null;

    // The query may hold a key.
    private static string WithoutQuery(string text) => text.Split('?', '#')[0];
}

/// <summary>The app named on the command line, and the file with its key; each null if it is not named.</summary>
internal sealed record AppChoice(string? Url, string? KeyFile)
{
    public static readonly AppChoice None = new(null, null);

    public const string AccountVariable = "HOPSWORKS_FUNCTIONS_ACCOUNT";

    /// <summary>The account, if the app has several.</summary>
    public string? Account { get; init; }

    /// <summary>Returns the named account, or else the one in the environment; null for none.</summary>
    public static string? AccountOr(string? named) =>
        named ?? (Environment.GetEnvironmentVariable(AccountVariable) is { Length: > 0 } account ? account : null);

    /// <summary>Whether the function may need the owner's key.</summary>
    public bool AsOwner { get; init; }

    /// <summary>Whether an address is given. Otherwise the app is the one that <c>run</c> serves here.</summary>
    public bool IsNamed => Url is not null || Environment.GetEnvironmentVariable(AppAddress.UrlVariable) is { Length: > 0 };
}
