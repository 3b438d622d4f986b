using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>Keeps one cluster running, stopped or as is from <paramref name="Since"/> until <paramref name="Until"/>, exclusive.</summary>
public sealed record Hold(string ClusterId, HoldState State, Instant Since, Instant Until, string By, string? Reason)
{
    /// <summary>The longest allowed hold.</summary>
    public static readonly Duration MaxDuration = Duration.FromDays(14);

    /// <summary>The end of a hold that lasts until released, which only a hold that keeps a cluster stopped can have.</summary>
    public static readonly Instant Never = Instant.FromUtc(9999, 1, 1, 0, 0);

    /// <summary>Whether only a release or another hold ends it.</summary>
    public bool IsUntilReleased => Until >= Never;

    public bool InForce(Instant now) => now < Until;

    /// <summary>Returns whether it ends later than any hold may, which only a wrong clock can have caused.</summary>
    public bool IsTooLong(Instant now) => Until > now + MaxDuration + FutureFacts.Tolerance && !IsUntilReleased;

    /// <summary>Returns the effective hold: one that is too long keeps the cluster as is, so that no wrong time counts.</summary>
    public Hold At(Instant now) => IsTooLong(now) ? this with { State = HoldState.AsIs } : this;

    /// <summary>Returns the hold as a clause, such as <c>kept running until Mon 22:00 (Europe/Stockholm) by anna ("demo")</c>.</summary>
    public string Explain(SentenceTimes times)
    {
        var until = IsUntilReleased ? "until released," : $"until {times.At(Until)}";
        return $"kept {HoldText.Word(State)} {until} by {By}{(Reason is null ? "" : $" (\"{Reason}\")")}";
    }
}

public enum HoldState
{
    Up,
    Down,
    AsIs,
}
