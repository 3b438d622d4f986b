using HopsworksFunctions.Cli.LocalHost.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.Cli.LocalHost;

internal sealed record LocalHostOptions
{
    /// <summary>The output folder of a function app, as built or as published.</summary>
    public required string AppDirectory { get; init; }

    public required HostKeys Keys { get; init; }

    /// <summary>The app settings: added to the environment of the app, and what <c>%SETTING%</c> refers to.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The port of the HTTP front on the loopback interface; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>False where only HTTP, the admin endpoint and <see cref="LocalFunctionsHost.InvokeTimerAsync"/> run functions.</summary>
    public bool FireTimers { get; init; } = true;

    /// <summary>Whether timers that are due at least once an hour fire at the start too.</summary>
    public bool FireOftenDueTimersAtStart { get; init; }

    /// <summary>Where the last and next run of each timer are kept; null to forget them.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>How long the worker may take from its start to its connection; a minute, as the Functions host gives it.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Sees each message of the worker.</summary>
    public Action<StreamingMessage> OnReceived { get; init; } = _ => { };

    /// <summary>Makes the id of each invocation.</summary>
    public Func<string> NewInvocationId { get; init; } = () => Guid.NewGuid().ToString();

    /// <summary>The clock of timers, of <c>functionTimeout</c> and of the restart limit.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Gets the lines that the app logs, and those that it writes to its standard output and error.</summary>
    public TextWriter AppOutput { get; init; } = TextWriter.Null;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
