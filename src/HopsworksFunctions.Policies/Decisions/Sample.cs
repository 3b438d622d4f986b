namespace HopsworksFunctions.Policies.Decisions;

/// <summary>One measurement of a cluster's activity.</summary>
/// <param name="AppsSubmitted">YARN's counter, which shows what ran between two samples; null where the probe has none.</param>
/// <param name="Why">What makes it busy or unknown, for people; null when it is quiet.</param>
public sealed record Sample(Activity Activity, long? AppsSubmitted = null, string? Why = null)
{
    public static Sample Unknown(string why) => new(Activity.Unknown, Why: why);

    public static Sample Busy(string why) => new(Activity.Busy, Why: why);
}

/// <summary>What a probe found; <see cref="Unknown"/> is never taken for quiet.</summary>
public enum Activity
{
    Unknown,
    Busy,
    Quiet,
}
