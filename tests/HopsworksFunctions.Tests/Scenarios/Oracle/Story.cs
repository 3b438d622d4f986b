using System.Collections;
using HopsworksEmulator.ControlPlane;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>What all judges need: the tick, the policies in force, and what the last run saw.</summary>
internal sealed class Story(Duration tick, Rules rules)
{
    private readonly Dictionary<string, Sight> sights = [];
    private readonly HashSet<(string Word, string? Cluster, string? Rule)> open = [];
    private readonly Leads leads = new();
    private readonly Dictionary<string, Instant> quiet = [];
    private Sight[] seen = [];
    private Rules? seenUnder;

    public Duration Tick { get; } = tick;
    public Rules Rules { get; private set; } = rules;

    /// <summary>When the current or last run began.</summary>
    public Instant Began { get; private set; } = Instant.MinValue;

    /// <summary>The clusters as the last listing showed them.</summary>
    public ReadOnlySpan<Sight> Seen => seen;

    /// <summary>Returns a cluster as it was last listed; null if it has not been listed yet.</summary>
    public Sight? SightOf(string cluster) => sights.GetValueOrDefault(cluster);

    /// <summary>Returns the rule of a cluster at the last listing; null if none matched.</summary>
    public OneRule? RuleOf(string cluster) => SightOf(cluster)?.Rule;

    /// <summary>Returns since when all runs have seen the cluster running and idle; null if the last one did not.</summary>
    public Instant? QuietSince(string cluster) => quiet.TryGetValue(cluster, out var since) ? since : null;

    /// <summary>Returns the windows of a seen cluster under another rule, with the longest possible start-ahead time.</summary>
    public UpWindows? WindowsUnder(OneRule? rule, Sight sight)
    {
        var isUnknown = rule is { LearnsAhead: true } && sight.Rule is not { LearnsAhead: true };
        return rule?.Windows?.Ahead(isUnknown ? Duration.FromHours(1) : leads.Of(sight.Id, rule).Most);
    }

    /// <summary>Whether an incident about this cluster, or about several, is open.</summary>
    public bool IsOpen(string word, string? cluster) => open.Contains((word, cluster, null)) || open.Contains((word, null, null));

    public bool IsOpen(string word) => open.Any(incident => incident.Word == word);

    /// <summary>Records a fact. Returns a problem if an incident begins that is open already or ends that is not; otherwise null.</summary>
    public string? Note(Fact fact)
    {
        leads.Note(fact, this);
        switch (fact)
        {
            case Listed { Clusters: { } clusters }:
                Began = fact.At;
                See(clusters);
                break;
            case Listed:
                Began = fact.At;
                break;
            case Edited edited:
                Rules = edited.Rules;
                break;
            case Told { Word: not ("warn" or "drain" or "dryStop") } told:
                var incident = (told.Word, told.Cluster, told.Rule);
                var changes = told.Over ? open.Remove(incident) : open.Add(incident);
                var how = told.Over ? "is over although it is not" : "begins although it is";
                return changes ? null : $"{told.At} {told.Word} of {told.Cluster} {how} open";
            case Lost:
                open.Clear();
                quiet.Clear();
                break;
        }
        return null;
    }

    private void See(IReadOnlyList<EmulatedCluster> clusters)
    {
        if (seen.Length != clusters.Count)
            (seen, seenUnder) = (new Sight[clusters.Count], null);
        var found = clusters.Select((cluster, i) =>
            (cluster, seenUnder == Rules && ReferenceEquals(cluster, seen[i].Cluster) ? seen[i].Rule : Rules.For(cluster))).ToList();
        leads.See(found, Began);
        for (var i = 0; i < clusters.Count; i++)
        {
            var (cluster, rule) = found[i];
            var lead = leads.Of(cluster.Id, rule);
            if (seenUnder != Rules || !ReferenceEquals(cluster, seen[i].Cluster) || lead != seen[i].Lead)
                sights[cluster.Id] = seen[i] = new(cluster, rule, lead);
            if (!seen[i].IsUp || cluster.Activity != EmulatedActivity.Idle)
                quiet.Remove(cluster.Id);
            else
                quiet.TryAdd(cluster.Id, Began);
        }
        seenUnder = Rules;
    }
}

/// <summary>A cluster as a listing showed it, and its rule. The object stays the same until one of them changes.</summary>
/// <param name="lead">The shortest and the longest possible start-ahead time.</param>
internal sealed class Sight(EmulatedCluster cluster, OneRule? rule, (Duration Least, Duration Most) lead)
{
    public string Id => Cluster.Id;
    public EmulatedCluster Cluster { get; } = cluster;
    public OneRule? Rule { get; } = rule;
    public (Duration Least, Duration Most) Lead { get; } = lead;

    /// <summary>The windows of its rule with the longest possible start-ahead time.</summary>
    public UpWindows? Early { get; } = rule?.Windows?.Ahead(lead.Most);

    /// <summary>The windows of its rule with the shortest possible start-ahead time.</summary>
    public UpWindows? Late { get; } = rule?.Windows?.Ahead(lead.Least);
    public bool IsUp { get; } = cluster.State == ClusterStates.Running;
    public bool IsStopped { get; } = cluster.State == ClusterStates.Stopped;

    /// <summary>Whether its machines are off, no matter who stopped them.</summary>
    public bool IsDown { get; } = cluster.State is ClusterStates.Stopped or ClusterStates.ExternallyStopped;

    /// <summary>Whether no backup or upgrade is in progress.</summary>
    public bool IsCalm { get; } = cluster is { BackupPipelineInProgress: false, UpgradeInProgress: null };

    /// <summary>Whether Hopsworks.ai reports it as startable or stoppable.</summary>
    public bool IsReady { get; } = cluster.ActivationState is ActivationStates.Startable or ActivationStates.Stoppable;
}

/// <summary>A check of one rule of the decision semantics, which does not know how the app implements it.</summary>
internal interface IJudge
{
    /// <summary>The number of cases checked.</summary>
    int Cases { get; }

    /// <exception cref="BrokenException">The rule is broken.</exception>
    void Note(Fact fact, Story story);
}

/// <summary>What judges store for each cluster. There are so few clusters that a linear search is fastest.</summary>
internal sealed class PerCluster<T> : IEnumerable<(string Id, T Value)>
    where T : class, new()
{
    private readonly List<(string Id, T Value)> all = [];

    public T Of(string cluster)
    {
        foreach (var (id, value) in all)
        {
            if (id == cluster)
                return value;
        }
        var added = new T();
        all.Add((cluster, added));
        return added;
    }

    public void Set(string cluster, T value)
    {
        Remove(cluster);
        all.Add((cluster, value));
    }

    public void Remove(string cluster) => all.RemoveAll(one => one.Id == cluster);

    public void Clear() => all.Clear();

    public IEnumerator<(string Id, T Value)> GetEnumerator() => all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
