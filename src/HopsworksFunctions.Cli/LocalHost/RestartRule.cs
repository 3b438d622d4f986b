namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>What the Functions host does when the app's process has ended.</summary>
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

    /// <summary>What follows an exit with this code; the code of a process that the host itself killed is not for here.</summary>
    public AfterExit Exited(int code, DateTimeOffset now) => code switch
    {
        0 => AfterExit.StayDown,
        200 => AfterExit.Restart,
        _ => Failed(now),
    };

    /// <summary>How long the restart that is due now must wait: ten seconds lie between two of them.</summary>
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
