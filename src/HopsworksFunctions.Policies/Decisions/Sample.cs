namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The result of one activity check.</summary>
/// <param name="AppsSubmitted">
/// YARN's counter of submitted applications, which shows work between two samples; null if the probe has none.
/// </param>
/// <param name="Why">Why it is active or unknown, for people; null if it is idle.</param>
public sealed record Sample(Activity Activity, long? AppsSubmitted = null, string? Why = null)
{
    /// <summary>Whether the cluster's service did not answer at all.</summary>
    public bool NoService { get; init; }

    public static Sample Unknown(string why) => new(Activity.Unknown, Why: why);

    public static Sample Busy(string why) => new(Activity.Busy, Why: why);
}

/// <summary>The result of an activity check; <see cref="Unknown"/> counts as active.</summary>
public enum Activity
{
    Unknown,
    Busy,
    Quiet,
}
