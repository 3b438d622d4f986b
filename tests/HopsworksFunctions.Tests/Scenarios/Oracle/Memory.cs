using NodaTime;
using EmulatedWorker = HopsworksEmulator.ControlPlane.Worker;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>The workers that a cluster last had while it was settled, and the spot workers that it lost within a week.</summary>
internal sealed class Memory
{
    public static readonly Duration Kept = Duration.FromDays(7);

    // This close to its end, the week may or may not be over for the app.
    private static readonly Duration About = Duration.FromHours(3);

    private readonly Dictionary<EmulatedWorker, (int Count, Instant Until)> lost = [];
    private Counts set = new([]);
    private Instant seen = Instant.MinValue;

    /// <summary>The instant before which nothing is known of lost spot workers.</summary>
    public Instant SpotsKnownFrom { get; private set; } = Instant.MinValue;

    public bool IsLike(Counts there) => set.IsLike(there);

    public void See(Counts there, Instant now)
    {
        foreach (var kind in set.Kinds.Where(kind => kind.SpotInfo is not null && there[kind] < set[kind]))
            lost[kind] = (Math.Max(set[kind], lost.GetValueOrDefault(kind).Count), now + Kept);
        foreach (var (kind, larger) in lost)
        {
            if (there[kind] >= larger.Count || now > larger.Until)
                lost.Remove(kind);
        }
        (set, seen) = (there, now);
    }

    /// <summary>Treats lost spot workers as unknown for a week, because the app may remember losses that the oracle does not see.</summary>
    public void LookAway(Instant now) => SpotsKnownFrom = Instant.Max(SpotsKnownFrom, now + Kept);

    /// <summary>Notes that the workers are unchanged.</summary>
    public void SeeAgain(Instant now) => seen = Instant.Max(seen, now);

    /// <summary>Returns the workers that are owed if the cluster comes up now.</summary>
    public Expected At(Instant now)
    {
        var expected = new Dictionary<EmulatedWorker, (int Least, int Most)>();
        foreach (var kind in set.Kinds.Concat(lost.Keys).Distinct())
        {
            var larger = lost.TryGetValue(kind, out var known) ? known.Count : set[kind];
            var isSure = known.Until == default || known.Until > now + About;
            expected[kind] = kind.SpotInfo is not null && seen < SpotsKnownFrom ? (0, int.MaxValue) : (isSure ? larger : set[kind], larger);
        }
        return new(expected, SpotsKnownFrom <= seen);
    }

    /// <summary>The expected number of workers of each kind.</summary>
    internal sealed class Expected(Dictionary<EmulatedWorker, (int Least, int Most)> counts, bool knowsSpots)
    {
        public bool IsNothing => counts.Values.All(count => count.Least == 0);

        /// <summary>Returns a kind with too few workers and one with too many; null for none.</summary>
        public (EmulatedWorker? Missing, EmulatedWorker? Beyond) Compare(Counts there) => (
            counts.Keys.FirstOrDefault(kind => there[kind] < counts[kind].Least),
            there.Kinds.FirstOrDefault(kind => there[kind] > counts.GetValueOrDefault(kind).Most && (knowsSpots || kind.SpotInfo is null)));
    }
}

/// <summary>The number of workers of each kind.</summary>
internal sealed class Counts(Dictionary<EmulatedWorker, int> counts)
{
    public IEnumerable<EmulatedWorker> Kinds => counts.Keys;

    public int this[EmulatedWorker kind] => counts.GetValueOrDefault(kind);

    public static Counts Of(IReadOnlyList<EmulatedWorker> workers)
    {
        var counts = new Dictionary<EmulatedWorker, int>();
        foreach (var worker in workers.Where(worker => worker.Count > 0))
        {
            var kind = worker with { Count = 0, PrivateIps = [] };
            counts[kind] = counts.GetValueOrDefault(kind) + worker.Count;
        }
        return new(counts);
    }

    public bool IsLike(Counts other) => counts.Count == other.Kinds.Count() && counts.All(kind => other[kind.Key] == kind.Value);
}
