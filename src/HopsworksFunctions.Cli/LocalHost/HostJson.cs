namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The members of <c>host.json</c> that the local host heeds.</summary>
internal sealed record HostJson(CustomHandler? CustomHandler, string? FunctionTimeout, HostExtensions? Extensions);

internal sealed record CustomHandler(CustomHandlerDescription? Description, bool EnableForwardingHttpRequest);

internal sealed record CustomHandlerDescription(string? DefaultExecutablePath, IReadOnlyList<string>? Arguments, string? WorkingDirectory);

internal sealed record HostExtensions(HttpExtension? Http);

internal sealed record HttpExtension(string? RoutePrefix);
