namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>Fires one timer function when it is due, one invocation after the other.</summary>
internal sealed class TimerLoop : IDisposable
{
    // Waits are cut so that a machine that slept, or whose clock was set, fires at the next look.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly TimerTrigger _trigger;
    private readonly TimerInvoker _invoker;
    private readonly TimeProvider _time;
    private readonly string? _statusFile;
    private readonly bool _missed;
    private readonly SemaphoreSlim _one = new(1);

    // Null for schedules under a minute, and where the trigger wants no monitor.
    private TimerStatus? _status;

    public TimerLoop(
        Function function, TimerTrigger trigger, NcrontabSchedule schedule, TimerInvoker invoker, TimeProvider time, string? statusFile)
    {
        (Function, _trigger, Schedule, _invoker, _time, _statusFile) = (function, trigger, schedule, invoker, time, statusFile);
        var now = time.GetUtcNow();
        if (!trigger.UseMonitor || schedule.IsUnderAMinute(now))
            return;
        _status = TimerStatus.Load(statusFile) ?? TimerStatus.First(schedule.NextAfter(now));
        _missed = _status.Next < now;
    }

    public Function Function { get; }

    public NcrontabSchedule Schedule { get; }

    /// <summary>Fires until cancelled; a run missed since the last start is made up first, marked as past due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _status?.Save(_statusFile);
        if (_missed || _trigger.RunOnStartup)
            await FireAsync(_missed, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!cancellationToken.IsCancellationRequested)
        {
            await UntilAsync(Schedule.NextAfter(_time.GetUtcNow()), cancellationToken);

            // A failure is in the log already, and the next occurrence is the retry.
            await FireAsync(pastDue: false, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Runs the function now, after any run of it that is still going on.</summary>
    /// <exception cref="InvocationFailedException">The invocation failed.</exception>
    public async Task FireAsync(bool pastDue, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        var started = _time.GetUtcNow();
        try
        {
            await _invoker.InvokeAsync(new(Function.Name, _trigger.Binding, _status, pastDue), cancellationToken);
        }
        finally
        {
            if (_status is not null)
            {
                _status = new(started, Schedule.NextAfter(_time.GetUtcNow()), started);
                _status.Save(_statusFile);
            }
            _one.Release();
        }
    }

    /// <summary>Runs the function now, as asked for through <c>/admin</c>: beside any other run of it.</summary>
    /// <exception cref="InvocationFailedException">The invocation failed.</exception>
    public Task FireByAdminAsync(CancellationToken cancellationToken) =>
        _invoker.InvokeAsync(new(Function.Name, _trigger.Binding, _status, IsPastDue: false, ByAdmin: true), cancellationToken);

    public void Dispose() => _one.Dispose();

    private async Task UntilAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        for (var left = due - _time.GetUtcNow(); left > TimeSpan.Zero; left = due - _time.GetUtcNow())
            await Task.Delay(left < LongestWait ? left : LongestWait, _time, cancellationToken);
    }
}
