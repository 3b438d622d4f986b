using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

/// <summary>A record with all fields except the workers and starts, which compare by reference.</summary>
internal static class FullRecord
{
    public static readonly Instant Now = Instant.FromUtc(2026, 3, 2, 7, 0) + Duration.FromNanoseconds(1);

    public static ClusterRecord Create() => new()
    {
        ClusterId = "c1",
        Name = "dev",
        Fingerprint = "f",
        Power = PowerState.Down,
        PowerSince = Now,
        StartedByHand = true,
        ManualHoldFrom = Now,
        StartSent = Now,
        Lead = new(Now, Duration.FromMinutes(12)),
        StoppedFor = Reason.MaxUptime,
        Handled = Now,
        Pending = new(ClusterAction.Start, Reason.WindowStart, "office", Now, CallAnswer.Uncertain, "r1"),
        NotFollowed = ClusterAction.Stop,
        Warning = new(Now, Now),
        Failures = new(null, 2, Now),
        Deferred = 3,
        Quiet = new(Now, Now, 4, 41),
        Drain = new(Now, Now) { Told = Now },
        Unmeasured = new(2, "no answer") { NoService = true },
        Ready = new(Now, Now, Now) { Counted = Now },
        Backup = new(Now, "hopsworks-functions-20260302T0700Z-0a1b2c3d", Now, BackupStep.Made)
        {
            Id = "b1", RunId = "r1", Reason = Reason.BackupBeforeStop, Rule = "office", EndedAt = Now, Why = "no space",
        },
        Observed = new(Activity.Quiet, Now),
        ObservedFacts = new(-7, Now),
        Rehearsed = new(ClusterAction.Stop, Reason.Idle, null),
    };
}
