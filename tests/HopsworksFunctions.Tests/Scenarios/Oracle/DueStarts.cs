using HopsworksEmulator.ControlPlane;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>
/// A cluster that the app stopped outside its windows, or that was first seen stopped, is started by the second run after its window began,
/// or after what kept the start back came to its end.
/// </summary>
internal sealed class DueStarts : IJudge
{
    private const int SecondRun = 2;
    private static readonly Duration MinDowntime = Duration.FromMinutes(10);
    private static readonly Duration NewClusterGrace = Duration.FromHours(2);
    private static readonly Duration Protection = Duration.FromHours(1);
    private static readonly string[] UntilNextWindow = ["idle", "maxUptime", "holdDown"];

    private readonly PerCluster<Fate> fates = [];

    public int Cases { get; private set; }

    public void Note(Fact fact, Story story)
    {
        switch (fact)
        {
            case Listed { Clusters: { } clusters }:
                foreach (var cluster in clusters)
                    See(cluster, fates.Of(cluster.Id), story);
                break;
            case Called { Call: "stop", Done: true } stop:
                var isOurs = story.RuleOf(stop.Cluster)?.Windows is { } windows && windows.At(story.Began) is null && !UntilNextWindow.Contains(stop.Reason);
                fates[stop.Cluster] = new() { StoppedByUs = isOurs, HeldUntil = fates.Of(stop.Cluster).HeldUntil };
                break;
            case Called { Call: "start" } start:
                fates.Of(start.Cluster).Tried = story.Began;
                break;
            case Unread { Cluster: var id }:
                fates.Of(id).Tried = story.Began;
                break;
            case Touched { What: not (Touch.Else or Touch.Workers), Cluster: var id }:
                fates[id] = new() { IsPersons = true, HeldUntil = fates.Of(id).HeldUntil };
                break;
            case Held held:
                fates.Of(held.Cluster).HeldUntil = held.Until;
                break;
            case Edited edited:
                foreach (var cluster in story.Seen)
                    Edit(cluster, fates.Of(cluster.Id), edited, story);
                break;
            case Ended { Whole: true }:
                foreach (var cluster in story.Seen)
                    Check(cluster, fates.Of(cluster.Id), story);
                break;
            case Lost:
                fates.Clear();
                break;
        }
    }

    private static void See(EmulatedCluster cluster, Fate fate, Story story)
    {
        var (now, rule) = (story.Began, story.RuleOf(cluster.Id));
        if (fate.WasGuarded && rule is not { IsGuard: true })
            fate.KeepUntil(now + Protection);
        fate.WasGuarded = rule is { IsGuard: true };
        if (cluster.State != ClusterStates.Stopped)
        {
            fate.SeenUp(cluster.State == ClusterStates.Running);
            return;
        }
        if (fate.DownSince is null)
        {
            fate.DownSince = now;
            fate.KeepUntil(now + MinDowntime);
            fate.KeepUntil(Instant.FromDateTimeOffset(cluster.CreatedOn) + NewClusterGrace);
        }
        if (fate.HeldUntil is { } held)
            fate.KeepUntil(held);
        switch (rule)
        {
            case null or { Windows: null }:
                fate.KeepUntil(now + Duration.Epsilon);
                break;
            // What a dry run would have started counts as acted on.
            case { DryRun: true }:
                fate.Tried = now;
                break;
        }
        if (cluster is { BackupPipelineInProgress: true } or { UpgradeInProgress: not null } or { ActivationState: not ActivationStates.Startable })
            fate.KeepUntil(now + Duration.Epsilon);
    }

    /// <summary>A window that new policies made, and that had begun by then, is none that a cluster which was stopped by nobody waits for.</summary>
    private static void Edit(EmulatedCluster cluster, Fate fate, Edited edited, Story story)
    {
        if (fate is { StoppedByUs: false, DownSince: not null } && story.RuleOf(cluster.Id)?.Windows?.At(edited.At) != edited.Rules.For(cluster)?.Windows?.At(edited.At))
            fate.DownSince = edited.At;
        if (story.RuleOf(cluster.Id) is { DryRun: true } || edited.Rules.For(cluster) is { DryRun: true })
            fate.Tried = edited.At;
    }

    private void Check(EmulatedCluster cluster, Fate fate, Story story)
    {
        var window = story.RuleOf(cluster.Id) is { Acts: true, Windows: { } windows } ? windows.At(story.Began) : null;
        var isDue = cluster.State == ClusterStates.Stopped && !fate.IsPersons && fate.DownSince is { } since
            && window is { } w && (fate.StoppedByUs || since < w.Start)
            && story.Began >= fate.KeptUntil && !(fate.Tried >= w.Start);
        fate.Runs = isDue ? fate.Runs + 1 : 0;
        if (window is { } begun && fate.Tried == story.Began && fate.Tried >= begun.Start)
            Cases++;
        BrokenException.If(
            fate.Runs >= SecondRun,
            $"{story.Began} {cluster.Id} is not started although its window began at {window?.Start} and nothing has kept it back since {fate.KeptUntil}");
    }

    private sealed class Fate
    {
        public bool StoppedByUs { get; set; }

        /// <summary>Whether a person stopped it, so that it waits for a start that nobody here can foresee.</summary>
        public bool IsPersons { get; init; }

        /// <summary>When it was first seen stopped.</summary>
        public Instant? DownSince { get; set; }

        public Instant KeptUntil { get; private set; } = Instant.MinValue;
        public Instant? HeldUntil { get; set; }
        public bool WasGuarded { get; set; }

        /// <summary>When the run began that last tried to start it.</summary>
        public Instant? Tried { get; set; }

        /// <summary>How many runs might have started it and did not.</summary>
        public int Runs { get; set; }

        private bool wasUp;

        public void KeepUntil(Instant instant) => KeptUntil = Instant.Max(KeptUntil, instant);

        /// <summary>What is up after it was down is none of what it was before; a stop that is under way may still read as running.</summary>
        public void SeenUp(bool isRunning)
        {
            if (isRunning && (wasUp || DownSince is not null))
                StoppedByUs = false;
            wasUp = isRunning;
            DownSince = null;
        }
    }
}
