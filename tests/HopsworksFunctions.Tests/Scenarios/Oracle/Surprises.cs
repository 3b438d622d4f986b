using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>
/// Unexpected stops: no hour has more stops that cannot have been planned an hour ahead than the limit allows. Stops that are neither
/// surely planned nor surely unexpected do not count.
/// </summary>
internal sealed class Surprises : IJudge
{
    private static readonly Duration Hour = Duration.FromHours(1);

    // Ticks are never exact.
    private static readonly Duration Grace = Duration.FromMinutes(1);

    private static readonly Duration NewClusterGrace = Duration.FromHours(2);
    private static readonly Duration MinUptime = Duration.FromMinutes(30);

    private readonly Dictionary<string, Instant> firstSeen = [];
    private readonly Dictionary<string, Instant> keptUp = [];
    private readonly Dictionary<string, Plan> before = [];
    private readonly Queue<Instant> stops = [];
    private readonly List<(Instant Since, int Most)> limits = [];

    /// <summary>The number of unexpected stops.</summary>
    public int Cases { get; private set; }

    public void Note(Fact fact, Story story)
    {
        switch (fact)
        {
            case Listed { Clusters: not null }:
                foreach (var sight in story.Seen)
                    See(sight, story.Began);
                if (limits is not [.., var last] || last.Most != story.Rules.MaxStops)
                    limits.Add((story.Began, story.Rules.MaxStops));
                break;
            case Edited edited:
                foreach (var sight in story.Seen)
                    before[sight.Id] = new(edited.At, sight.Rule, before.GetValueOrDefault(sight.Id)?.Until);
                break;
            case Touched { Cluster: var id }:
                before.Remove(id);
                break;
            case Called { Call: "stop", Done: true, IsUntrue: false } stop when stop.Reason != "holdDown" && IsSurprise(stop, story):
                Count(stop, story.Began);
                break;
            case Lost:
                firstSeen.Clear();
                keptUp.Clear();
                before.Clear();
                stops.Clear();
                break;
        }
    }

    /// <summary>Records until when a new or just started cluster keeps running, because its stop is planned for a later time.</summary>
    private void See(Sight sight, Instant now)
    {
        firstSeen.TryAdd(sight.Id, now);
        var grace = Instant.FromDateTimeOffset(sight.Cluster.CreatedOn) + NewClusterGrace;
        if (!sight.IsUp)
            keptUp.Remove(sight.Id);
        else
            keptUp.TryAdd(sight.Id, Instant.Max(grace, now + MinUptime));
    }

    private bool IsSurprise(Called stop, Story story)
    {
        if (stop.Reason == "idle")
            return true;
        if (stop.Reason != "windowEnd" || story.RuleOf(stop.Cluster)?.Windows?.Before(story.Began) is not { } window)
            return false;
        if (firstSeen[stop.Cluster] > Instant.Max(window.End, keptUp[stop.Cluster]) - Hour + story.Tick)
            return true;
        // Policies from the last hour may stop a cluster that the previous ones would have kept running for long.
        return before.TryGetValue(stop.Cluster, out var plan) && plan.Until > story.Began - Hour && !(plan.Since > plan.Until - Hour * 2)
            && plan.Rule is { Acts: true, Windows: { } windows } && windows.At(story.Began)?.End > story.Began + Hour * 2;
    }

    private void Count(Called stop, Instant now)
    {
        Cases++;
        while (stops.TryPeek(out var oldest) && oldest <= now - Hour + Grace)
            stops.Dequeue();
        stops.Enqueue(now);
        // Policies that applied within the last hour may have allowed more.
        var most = limits.Where((_, i) => i == limits.Count - 1 || limits[i + 1].Since > now - Hour).Max(limit => limit.Most);
        BrokenException.If(
            stops.Count > most,
            $"{stop.At} stop of {stop.Cluster} ({stop.Reason}): it is the {stops.Count}th unforeseen one of an hour, {most} are allowed");
    }

    /// <summary>The plan for a cluster until the policies changed.</summary>
    private sealed record Plan(Instant Until, OneRule? Rule, Instant? Since);
}
