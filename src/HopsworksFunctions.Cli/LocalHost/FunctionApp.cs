using System.Globalization;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>A built function app, as its <c>host.json</c> and <c>function.json</c> files describe it.</summary>
/// <param name="Timeout">How long an invocation may take; infinite when <c>functionTimeout</c> is -1.</param>
internal sealed record FunctionApp(
    string Directory,
    string Executable,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    string RoutePrefix,
    TimeSpan Timeout,
    IReadOnlyList<Function> Functions)
{
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    /// <exception cref="CliException">The folder holds no app that the local host can run.</exception>
    public static FunctionApp Read(string directory)
    {
        var hostFile = Path.Combine(directory, "host.json");
        if (!File.Exists(hostFile))
            throw new CliException($"{directory} holds no host.json; build the function app first, or name its output folder with --app.");

        var host = JsonFile.Read<HostJson>(hostFile);
        if (host.CustomHandler is not { Description: { DefaultExecutablePath.Length: > 0 } handler } customHandler)
            throw new CliException($"{hostFile} has no customHandler.description.defaultExecutablePath; the local host runs custom handlers only.");
        if (!customHandler.EnableForwardingHttpRequest)
            throw new CliException($"{hostFile}: customHandler.enableForwardingHttpRequest must be true; the local host knows no other way to pass requests.");

        var executable = Path.Combine(directory, handler.DefaultExecutablePath);
        if (!File.Exists(executable))
            throw new CliException($"{hostFile} names {executable}, which does not exist; build the function app first.");

        return new(
            directory,
            executable,
            handler.Arguments ?? [],
            Path.Combine(directory, handler.WorkingDirectory ?? ""),
            host.Extensions?.Http?.RoutePrefix ?? "api",
            ParseTimeout(host.FunctionTimeout, hostFile),
            [.. FunctionFiles(directory).Select(Function.Read).OfType<Function>()]);
    }

    private static IEnumerable<string> FunctionFiles(string directory) =>
        System.IO.Directory.EnumerateDirectories(directory)
            .Select(folder => Path.Combine(folder, "function.json"))
            .Where(File.Exists)
            .Order(StringComparer.Ordinal);

    private static TimeSpan ParseTimeout(string? text, string hostFile) => text switch
    {
        null => DefaultTimeout,
        "-1" => System.Threading.Timeout.InfiniteTimeSpan,
        _ when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero => timeout,
        _ => throw new CliException($"{hostFile}: functionTimeout '{text}' is not a duration such as 00:10:00."),
    };
}
