namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The Functions host's reaction to the end of the app's process.</summary>
internal enum AfterExit
{
    Restart,
    StayDown,
    StopHost,
}

/// <summary>A counter of failures of the app's process. The third failure within 30 minutes stops the host.</summary>
internal sealed class RestartRule
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly Queue<DateTimeOffset> _failures = [];
    private DateTimeOffset _last;

    /// <summary>Decides what follows the exit of a process that the host did not kill.</summary>
    public AfterExit Exited(int code, DateTimeOffset now) => code switch
    {
        0 => AfterExit.StayDown,
        200 => AfterExit.Restart,
        _ => Failed(now),
    };

    /// <summary>Returns the time that a restart must wait, because two restarts must be ten seconds apart.</summary>
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
