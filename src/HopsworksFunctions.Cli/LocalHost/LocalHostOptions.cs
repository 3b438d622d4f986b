using HopsworksFunctions.Cli.LocalHost.Protocol;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HopsworksFunctions.Cli.LocalHost;

internal sealed record LocalHostOptions
{
    /// <summary>The output folder of a function app, as built or as published.</summary>
    public required string AppDirectory { get; init; }

    public required HostKeys Keys { get; init; }

    /// <summary>The app settings, which extend the app's environment and resolve <c>%SETTING%</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The port of the HTTP front on the loopback interface; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>Whether timers fire when they are due.</summary>
    public bool FireTimers { get; init; } = true;

    /// <summary>Whether timers that are due at least once an hour also fire at the start.</summary>
    public bool FireOftenDueTimersAtStart { get; init; }

    /// <summary>The folder for the timers' last and next runs; null to store none.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>The longest time for the worker to connect. The Functions host waits a minute.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Called with each message of the worker.</summary>
    public Action<StreamingMessage> OnReceived { get; init; } = _ => { };

    public Func<string> NewInvocationId { get; init; } = () => Guid.NewGuid().ToString();

    /// <summary>The clock of timers, of <c>functionTimeout</c> and of the restart limit.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Receives the app's log, standard output and standard error.</summary>
    public TextWriter AppOutput { get; init; } = TextWriter.Null;

    public ILoggerFactory LoggerFactory { get; init; } = NullLoggerFactory.Instance;
}
