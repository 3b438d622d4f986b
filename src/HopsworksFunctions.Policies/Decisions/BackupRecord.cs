using NodaTime;

namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The last backup that the app requested of a cluster, and its result.</summary>
/// <param name="For">When the stop that it precedes first fell due, or its daily time. The app makes one backup for each.</param>
/// <param name="Name">Its name in Hopsworks.ai, which identifies it if the answer is lost.</param>
/// <param name="SentAt">When its intent was first stored, just before the call.</param>
public sealed record BackupRecord(Instant For, string Name, Instant SentAt, BackupStep Step)
{
    /// <summary>Its id in Hopsworks.ai; null until an answer or a listing gives it.</summary>
    public string? Id { get; init; }
    /// <summary>The reason of the request.</summary>
    public Reason? Reason { get; init; }
    /// <summary>The rule that required it.</summary>
    public string? Rule { get; init; }
    /// <summary>The run that sent it last.</summary>
    public string? RunId { get; init; }
    /// <summary>When the last call was sent; later than <see cref="SentAt"/> if the first had no effect.</summary>
    public Instant LastSent { get; init; } = SentAt;
    /// <summary>When a run saw its result; null before.</summary>
    public Instant? EndedAt { get; init; }
    /// <summary>The reason of its failure, for people; null otherwise.</summary>
    public string? Why { get; init; }

    /// <summary>Whether its result is still unknown.</summary>
    public bool IsInFlight => Step is BackupStep.Sent or BackupStep.Accepted;

    /// <summary>Returns whether it was made, or failed, at or after an instant.</summary>
    public bool EndedSince(Instant since) => EndedAt >= since;
}

public enum BackupStep
{
    /// <summary>The call may have been sent; no answer is known.</summary>
    Sent,
    Accepted,
    /// <summary>The answer was lost and the call had no effect, so it may be sent once more.</summary>
    Lost,
    Made,
    Failed,
}
