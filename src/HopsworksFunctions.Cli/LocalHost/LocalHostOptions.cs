using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.Cli.LocalHost;

internal sealed record LocalHostOptions
{
    /// <summary>The folder with <c>host.json</c>, the executable and one folder per function.</summary>
    public required string AppDirectory { get; init; }

    public required HostKeys Keys { get; init; }

    /// <summary>The app settings: added to the environment of the app, and what <c>%SETTING%</c> refers to.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The port of the HTTP front on the loopback interface; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>False where only HTTP, the admin endpoint and <see cref="LocalFunctionsHost.InvokeTimerAsync"/> may run functions.</summary>
    public bool FireTimers { get; init; } = true;

    /// <summary>Whether timers that are due at least once an hour fire at the start too.</summary>
    public bool FireOftenDueTimersAtStart { get; init; }

    /// <summary>Where the last and next run of each timer are kept; null to forget them.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>How long the app may take from its start to its first HTTP answer.</summary>
    public TimeSpan ReadyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The clock of timers, of <c>functionTimeout</c> and of the restart limit.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets the lines that the app writes to its standard output and error.</summary>
    public TextWriter AppOutput { get; init; } = TextWriter.Null;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
