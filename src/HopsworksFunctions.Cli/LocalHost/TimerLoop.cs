namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>A loop that fires a timer function when it is due, one invocation at a time.</summary>
internal sealed class TimerLoop : IDisposable
{
    // Short waits notice that the machine slept or its clock was changed.
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);

    private readonly TimerTrigger _trigger;
    private readonly TriggerInvoker _invoker;
    private readonly TimeProvider _time;
    private readonly string? _statusFile;
    private readonly bool _missed;
    private readonly SemaphoreSlim _gate = new(1);

    // The status is null for schedules under a minute and for triggers without a monitor.
    private TimerStatus? _status;

    public TimerLoop(
        Function function, TimerTrigger trigger, NcrontabSchedule schedule, TriggerInvoker invoker, TimeProvider time, string? statusFile)
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

    /// <summary>Fires until cancelled. A run that was missed since the last start comes first, and is marked as past due.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _status?.Save(_statusFile);
        if (_missed || _trigger.RunOnStartup)
            await FireAsync(_missed, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (!cancellationToken.IsCancellationRequested)
        {
            await UntilAsync(Schedule.NextAfter(_time.GetUtcNow()), cancellationToken);

            // The invoker has logged a failure; the next occurrence is the retry.
            await FireAsync(pastDue: false, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Runs the function now, or after a run that is in progress.</summary>
    /// <exception cref="InvocationFailedException">The invocation failed.</exception>
    public async Task FireAsync(bool pastDue, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        var started = _time.GetUtcNow();
        try
        {
            await InvokeAsync(new(_trigger.Binding, _status, pastDue), cancellationToken);
        }
        finally
        {
            if (_status is not null)
            {
                _status = new(started, Schedule.NextAfter(_time.GetUtcNow()), started);
                _status.Save(_statusFile);
            }
            _gate.Release();
        }
    }

    /// <summary>Runs the function now, for a request to <c>/admin</c>, in parallel to other runs.</summary>
    /// <exception cref="InvocationFailedException">The invocation failed.</exception>
    public Task FireByAdminAsync(CancellationToken cancellationToken) =>
        InvokeAsync(new(_trigger.Binding, _status, IsPastDue: false, ByAdmin: true), cancellationToken);

    public void Dispose() => _gate.Dispose();

    private Task InvokeAsync(TimerInvocation invocation, CancellationToken cancellationToken) =>
        _invoker.InvokeAsync(Function.Name, invocation.Request, cancellationToken);

    private async Task UntilAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        for (var left = due - _time.GetUtcNow(); left > TimeSpan.Zero; left = due - _time.GetUtcNow())
            await Task.Delay(left < MaxWait ? left : MaxWait, _time, cancellationToken);
    }
}
