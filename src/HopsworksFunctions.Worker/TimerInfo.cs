namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the host says about a timer's invocation.</summary>
public sealed class TimerInfo
{
    /// <summary>Null for schedules that run more than once a minute, and where the host keeps no status.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    public bool IsPastDue { get; set; }
}

/// <summary>A timer's last and next run.</summary>
public sealed class ScheduleStatus
{
    /// <summary>The default value before the first run.</summary>
    public DateTime Last { get; set; }

    public DateTime Next { get; set; }

    public DateTime LastUpdated { get; set; }
}
