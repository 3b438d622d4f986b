using System.Collections;
using HopsworksEmulator.ControlPlane;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>What all judges have to know: the tick, the policies in force, and what the last run saw.</summary>
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

    /// <summary>When the run began that is on, or was last.</summary>
    public Instant Began { get; private set; } = Instant.MinValue;

    /// <summary>The clusters as the last listing showed them.</summary>
    public ReadOnlySpan<Sight> Seen => seen;

    /// <summary>A cluster at the last listing; null when it was not among them yet.</summary>
    public Sight? SightOf(string cluster) => sights.GetValueOrDefault(cluster);

    /// <summary>The rule of a cluster at the last listing; null when none matched.</summary>
    public OneRule? RuleOf(string cluster) => SightOf(cluster)?.Rule;

    /// <summary>The run that first saw a cluster up and idle, as all have since that saw it; null if the last did not.</summary>
    public Instant? QuietSince(string cluster) => quiet.TryGetValue(cluster, out var since) ? since : null;

    /// <summary>The windows of a seen cluster under another rule, with all the time that there may be ahead of them.</summary>
    public UpWindows? WindowsUnder(OneRule? rule, Sight sight) =>
        rule?.Windows?.Ahead(rule.LearnsAhead && !(sight.Rule is { LearnsAhead: true }) ? Duration.FromHours(1) : leads.Of(sight.Id, rule).Most);

    /// <summary>Whether an incident is open, of this cluster or of several.</summary>
    public bool IsOpen(string word, string? cluster) => open.Contains((word, cluster, null)) || open.Contains((word, null, null));

    public bool IsOpen(string word) => open.Any(incident => incident.Word == word);

    /// <summary>Gives how an incident began or ended that could not; null otherwise.</summary>
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

/// <summary>A cluster as a listing showed it, and its rule; the same object again while neither changes.</summary>
/// <param name="lead">The least and the most time that may lie ahead of its windows.</param>
internal sealed class Sight(EmulatedCluster cluster, OneRule? rule, (Duration Least, Duration Most) lead)
{
    public string Id => Cluster.Id;
    public EmulatedCluster Cluster { get; } = cluster;
    public OneRule? Rule { get; } = rule;
    public (Duration Least, Duration Most) Lead { get; } = lead;

    /// <summary>The windows of its rule with all the time that there may be ahead of them.</summary>
    public UpWindows? Early { get; } = rule?.Windows?.Ahead(lead.Most);

    /// <summary>The windows of its rule with the time that there surely is ahead of them.</summary>
    public UpWindows? Late { get; } = rule?.Windows?.Ahead(lead.Least);
    public bool IsUp { get; } = cluster.State == ClusterStates.Running;
    public bool IsStopped { get; } = cluster.State == ClusterStates.Stopped;

    /// <summary>Whether its machines are off, whoever switched them off.</summary>
    public bool IsDown { get; } = cluster.State is ClusterStates.Stopped or ClusterStates.ExternallyStopped;

    /// <summary>Whether it is neither backed up nor upgraded.</summary>
    public bool IsCalm { get; } = cluster is { BackupPipelineInProgress: false, UpgradeInProgress: null };

    /// <summary>Whether Hopsworks says that it can be started, or stopped.</summary>
    public bool IsReady { get; } = cluster.ActivationState is ActivationStates.Startable or ActivationStates.Stoppable;
}

/// <summary>Knows one rule of the decision semantics, and nothing of how the app keeps to it.</summary>
internal interface IJudge
{
    /// <summary>How many cases the rule has been held against.</summary>
    int Cases { get; }

    /// <exception cref="BrokenException">The rule is broken.</exception>
    void Note(Fact fact, Story story);
}

/// <summary>What judges keep of each cluster; there are so few that looking through them is the quickest.</summary>
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
