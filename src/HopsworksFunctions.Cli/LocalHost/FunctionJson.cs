namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>A <c>function.json</c> file.</summary>
internal sealed record FunctionJson(IReadOnlyList<BindingJson>? Bindings, bool Disabled = false);

/// <summary>One binding, with the members of the timer and HTTP triggers.</summary>
internal sealed record BindingJson(
    string Type,
    string Direction,
    string Name,
    string? Schedule,
    bool RunOnStartup,
    AuthLevel AuthLevel = AuthLevel.Function,
    bool UseMonitor = true,
    IReadOnlyList<string>? Methods = null,
    string? Route = null);

/// <summary>Who may call an HTTP function.</summary>
internal enum AuthLevel
{
    Anonymous,
    User,
    Function,
    System,
    Admin,
}
