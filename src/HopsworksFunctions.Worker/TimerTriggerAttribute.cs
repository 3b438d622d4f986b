namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a schedule, in UTC.</summary>
/// <param name="schedule">An NCRONTAB expression, or <c>%SETTING%</c>, which the host resolves.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    public string Schedule { get; } = schedule;

    /// <summary>Also run when the host starts.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Keep the schedule's status in storage, so that a missed run is known as past due.</summary>
    public bool UseMonitor { get; set; } = true;
}
