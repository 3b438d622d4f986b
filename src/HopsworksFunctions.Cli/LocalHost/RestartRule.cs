namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The Functions host's reaction to the end of the app's process.</summary>
internal enum AfterExit
{
    Restart,
    StayDown,
    StopHost,
}

/// <summary>Counts the failures of the app's process: the third within 30 minutes stops the host.</summary>
internal sealed class RestartRule
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Queue<DateTimeOffset> _failures = [];
    private DateTimeOffset _last;

    /// <summary>Decides what follows an exit code of a process that the host did not kill.</summary>
    public AfterExit Exited(int code, DateTimeOffset now) => code switch
    {
        0 => AfterExit.StayDown,
        200 => AfterExit.Restart,
        _ => Failed(now),
    };

    /// <summary>How long a restart must wait, so that ten seconds lie between two of them.</summary>
    public TimeSpan Wait(DateTimeOffset now)
    {
        var at = _last + Interval > now ? _last + Interval : now;
        _last = at;
        return at - now;
    }

    private AfterExit Failed(DateTimeOffset now)
    {
        _failures.Enqueue(now);
        while (_failures.Peek() <= now - Window)
            _failures.Dequeue();
        return _failures.Count >= 3 ? AfterExit.StopHost : AfterExit.Restart;
    }
}
