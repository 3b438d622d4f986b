using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.Run;

namespace HopsworksFunctions.Cli.Deployed;

/// <summary>The app's URL and function key. <c>ToString</c> never shows the key.</summary>
/// <param name="Url">With the route prefix, and a slash at its end.</param>
internal sealed record AppAddress(Uri Url, string Key)
{
    public const string UrlVariable = "HOPSWORKS_FUNCTIONS_URL";
    public const string KeyVariable = FunctionKey.Variable;
    public const string HowToSet = $"Set {UrlVariable} to an address such as https://my-app.azurewebsites.net/api.";

    private static readonly Uri Local = new("http://localhost:7071/api/");

    public string HowToReach => Url.IsLoopback ? "Is 'run' running? " + HowToSet : HowToSet;

    /// <summary>Finds the app that the environment names, or the one that <c>run</c> started here.</summary>
    /// <exception cref="CliException">The address is none, would show the key to others, or there is no key for it.</exception>
    public static AppAddress Find(Func<string, string?> variable, Workspace workspace)
    {
        var url = variable(UrlVariable) is { Length: > 0 } text ? Parse(text) : Local;
        var given = FunctionKey.Read(KeyVariable, variable);
        var key = given.Length > 0 ? given
            : url.IsLoopback ? HostKeys.Load(workspace.KeyFile)?.Function
            : null;
        return new(url, key ?? throw new CliException(
            $"There is no key for {url}: set {KeyVariable} to a function key of the app"
            + (url.IsLoopback ? ", or start it with 'run'." : ", which 'az functionapp keys list' shows.")));
    }

    public override string ToString() => Url.ToString();

    private static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) ||
            url is not { Scheme: "https" or "http", Query: "", Fragment: "", UserInfo: "" })
            throw new CliException($"{UrlVariable} is '{WithoutQuery(text)}', which is not the address of an app. {HowToSet}");
        if (url.Scheme == "http" && !url.IsLoopback)
            throw new CliException($"{UrlVariable} is '{text}', which would send the key for anyone to read; use https.");
        return new(url, url.AbsolutePath == "/" ? "/api/" : url.AbsolutePath.TrimEnd('/') + "/");
    }

    // The query may hold a key.
    private static string WithoutQuery(string text) => text.Split('?', '#')[0];
}
