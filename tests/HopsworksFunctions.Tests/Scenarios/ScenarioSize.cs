using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>The length of random scenarios and the number of their events. Nothing happens in their last days, the calm ones.</summary>
/// <param name="From">The earliest start; a scenario begins up to <paramref name="LatestDays"/> later.</param>
internal sealed record ScenarioSize(string Name, int Days, int CalmDays, int Clusters, int MostEvents, Instant From, int LatestDays = 0)
{
    public bool HasUnions { get; private init; }

    /// <summary>A few days around a clock change in Europe.</summary>
    public static readonly ScenarioSize Days4 = new("days", 4, 0, 5, 25, Instant.FromUtc(2026, 3, 27, 0, 0));

    /// <summary>Like <see cref="Days4"/>, but without events except for the schedules.</summary>
    public static readonly ScenarioSize Quiet = Days4 with { MostEvents = 0 };

    /// <summary>Like <see cref="Days4"/>, with a union, a span of dates and an excluded date in all policies.</summary>
    public static readonly ScenarioSize Unions = Days4 with { Name = "unions", HasUnions = true };

    public static readonly ScenarioSize Month = new("month", 30, 4, 5, 60, Instant.FromUtc(2026, 1, 1, 0, 0), 330);
    public static readonly ScenarioSize Year = new("year", 365, 7, 3, 250, Instant.FromUtc(2026, 1, 1, 0, 0));
}
