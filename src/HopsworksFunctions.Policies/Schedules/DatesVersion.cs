using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>Dates of a source, in force from the local day after <paramref name="Since"/>; null for its first dates.</summary>
public sealed record DatesVersion(Instant? Since, IReadOnlySet<LocalDate> Dates);
