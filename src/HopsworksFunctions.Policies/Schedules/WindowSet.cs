using NodaTime;

namespace HopsworksFunctions.Policies.Schedules;

/// <summary>Windows on a zone's local dates, minus excluded dates, plus extra windows.</summary>
internal sealed record WindowSet(DateTimeZone Zone, IReadOnlyList<Window> Up, DateSet Except, IReadOnlyList<Window> Plus)
{
    public IEnumerable<(Instant Start, Instant End)> Between(LocalDate from, LocalDate to) =>
        Up.SelectMany(window => window.Between(from, to, Except, Zone))
            .Concat(Plus.SelectMany(window => window.Between(from, to, DateSet.None, Zone)));
}
