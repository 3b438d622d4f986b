using System.Globalization;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>A built function app, read from the files of its folder.</summary>
/// <param name="Executable">The file that starts the worker, with <paramref name="Arguments"/>.</param>
/// <param name="Timeout">The longest time of an invocation; infinite if <c>functionTimeout</c> is -1.</param>
internal sealed record FunctionApp(
    string Directory,
    string Executable,
    IReadOnlyList<string> Arguments,
    string RoutePrefix,
    TimeSpan Timeout,
    QueueOptions Queues,
    IReadOnlyList<Function> Functions)
{
    private const string Remedy = "Build the app first, or use --app DIR.";

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);

    /// <exception cref="CliException">The folder contains no app that a Functions host would run.</exception>
    public static FunctionApp Read(string directory)
    {
        var host = JsonFile.Read<HostJson>(Needed(directory, "host.json"));
        var worker = JsonFile.Read<WorkerConfig>(Needed(directory, "worker.config.json"));
        var functions = JsonFile.Read<IReadOnlyList<FunctionMetadata?>>(Needed(directory, "functions.metadata"));
        if (!System.IO.Directory.Exists(Path.Combine(directory, ".azurefunctions")))
        {
            throw new CliException(
                $"{directory} has no folder .azurefunctions, without which the Functions host starts no function. {Remedy}");
        }
        if (worker.Description is not { DefaultExecutablePath.Length: > 0, DefaultWorkerPath.Length: > 0 } description)
        {
            throw new CliException(
                $"{directory}/worker.config.json does not say what to start (defaultExecutablePath and defaultWorkerPath). {Remedy}");
        }

        return new(
            directory,
            description.DefaultExecutablePath.Replace("{WorkerRoot}", $"{directory}/", StringComparison.Ordinal),
            [.. description.Arguments ?? [], Needed(directory, description.DefaultWorkerPath)],
            host.Extensions?.Http?.RoutePrefix ?? "api",
            ParseTimeout(host.FunctionTimeout, directory),
            Checked(host.Extensions?.Queues ?? new(), directory),
            [.. functions.OfType<FunctionMetadata>().Select(Function.Of).OrderBy(function => function.Name, StringComparer.Ordinal)]);
    }

    private static string Needed(string directory, string file)
    {
        var path = Path.Combine(directory, file);
        return File.Exists(path) ? path : throw new CliException($"{directory} has no {file}. {Remedy}");
    }

    private static QueueOptions Checked(QueueOptions queues, string directory) => queues.Problem() is { } problem
        ? throw new CliException($"{directory}/host.json: extensions.queues: {problem}.")
        : queues;

    private static TimeSpan ParseTimeout(string? text, string directory) => text switch
    {
        null => DefaultTimeout,
        "-1" => System.Threading.Timeout.InfiniteTimeSpan,
        _ when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero => timeout,
        _ => throw new CliException($"{directory}/host.json: functionTimeout '{text}' is not a duration such as 00:10:00."),
    };
}

/// <summary>The fields of <c>host.json</c> that the local host uses.</summary>
internal sealed record HostJson(string? FunctionTimeout, HostExtensions? Extensions);

internal sealed record HostExtensions(HttpExtension? Http, QueueOptions? Queues);

internal sealed record HttpExtension(string? RoutePrefix);

/// <summary><c>worker.config.json</c>, which the build writes.</summary>
internal sealed record WorkerConfig(WorkerDescription? Description);

internal sealed record WorkerDescription(string? DefaultExecutablePath, string? DefaultWorkerPath, IReadOnlyList<string>? Arguments);
