using HopsworksEmulator.ControlPlane;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>
/// Worker nodes: a cluster that the app starts, or stopped, gets back exactly what it last had before it went down. A cluster that a person
/// stops and starts is left to that person.
/// </summary>
internal sealed class RestoredWorkers : IJudge
{
    // Longer than all pauses between attempts.
    private static readonly Duration Patience = Duration.FromHours(3);
    private static readonly Duration LongestStart = Duration.FromHours(1);

    private readonly PerCluster<Fate> fates = [];
    private Instant calmSince = Instant.MinValue;

    /// <summary>The number of times that a cluster with owed workers came up.</summary>
    public int Cases { get; private set; }

    public void Note(Fact fact, Story story)
    {
        switch (fact)
        {
            case Listed { Clusters: not null }:
                foreach (var sight in story.Seen)
                    See(sight, fates.Of(sight.Id), story);
                break;
            case Called call:
                Note(call, fates.Of(call.Cluster), story);
                break;
            case Unread { Cluster: var id }:
                fates.Of(id).CalmSince = fact.At;
                break;
            case Touched touched:
                Note(touched, fates.Of(touched.Cluster));
                break;
            case Ended { Whole: false } or Edited:
                calmSince = Instant.Max(calmSince, fact.At);
                break;
            case Disturbed { Until: var until }:
                calmSince = Instant.Max(calmSince, until);
                break;
            case Lost:
                fates.Clear();
                break;
        }
    }

    private static void Note(Touched touched, Fate fate)
    {
        fate.CalmSince = touched.At;
        switch (touched.What)
        {
            case Touch.Started or Touch.Stopped:
                fate.ByHand = true;
                break;
            case Touch.Moved:
                fate.Forget();
                break;
            // Until all workers are back, a person's change cannot be told from the cloud's.
            case Touch.Workers when fate.IsDown || fate.Stage == Stage.Owing || fate.ByUs || fate.ByHand:
                fate.Forget();
                break;
        }
    }

    private static void Note(Called call, Fate fate, Story story)
    {
        if (!call.Accepted)
            fate.CalmSince = call.At;
        if (call.Call == "addWorkers")
        {
            Must(story.RuleOf(call.Cluster) is { RestoresWorkers: true }, "its rule does not restore them");
            Must(fate is not { Stage: Stage.Settled, IsPersons: true }, "a person stopped and started it");
            Must(fate.Stage != Stage.Autoscaled, "it autoscales");
            fate.WasAddedTo |= call.Done;
        }
        else if (call.Done)
        {
            (fate.ByUs, fate.ByHand) = (true, fate.ByHand || call.IsUntrue);
        }

        void Must(bool holds, string problem) => BrokenException.If(!holds, $"{call.At} addWorkers to {call.Cluster}: {problem}");
    }

    private void See(Sight sight, Fate fate, Story story)
    {
        var now = story.Began;
        if (fate.IsAsBefore(sight, now) || !sight.IsDown && !sight.IsUp)
            return;
        var acts = sight.Rule is { Acts: true, RestoresWorkers: true };
        // The app adds no workers to a cluster that is about to be stopped, or cannot take any.
        if (!acts || !sight.IsCalm || !sight.IsReady || sight.Late is { } windows && windows.At(now) is null
            || MayWait(sight, fate, story))
            fate.CalmSince = now;
        fate.Turn(sight.IsDown, acts, now);
        if (fate is { Stage: Stage.Owing, Owed.IsNothing: false } && fate.CameUp == now)
            Cases++;
        if (sight.IsUp)
            Check(sight, fate, acts, now);
        fate.Saw(sight);
    }

    /// <summary>Whether a stop of a cluster inside its window may be due but blocked by the stop limit.</summary>
    private static bool MayWait(Sight sight, Fate fate, Story story) => story.IsOpen("limit") && sight.Rule is { } rule
        && (rule.StopsIdle && story.QuietSince(sight.Id) is not null || story.Began - fate.CameUp >= rule.MaxUptime - LongestStart);

    private void Check(Sight sight, Fate fate, bool acts, Instant now)
    {
        if (sight.Cluster.Autoscale is not null)
        {
            fate.Autoscales();
            return;
        }
        var there = fate.CountsOf(sight.Cluster);
        var isCalm = now - Instant.Max(fate.CameUp, Instant.Max(fate.CalmSince, calmSince)) > Patience;
        if (fate.Stage == Stage.Owing)
        {
            var (missing, beyond) = fate.Owed!.Compare(there);
            BrokenException.If(fate.WasAddedTo && beyond is not null, $"{now} {sight.Id} got more {beyond?.InstanceType} than it had");
            BrokenException.If(
                isCalm && missing is not null,
                $"{now} {sight.Id} is up since {fate.CameUp} without its {missing?.InstanceType}");
            if (missing is null)
                fate.Stage = Stage.Settled;
        }
        if (fate.Stage == Stage.Unclear && isCalm)
            fate.Learn(now);
        if (fate.Stage == Stage.Settled)
            fate.Remember(there, acts && sight.IsCalm, now);
    }

    /// <summary>What is known about the workers of a cluster that runs, or last ran.</summary>
    private enum Stage
    {
        /// <summary>It is not visible from outside which workers are owed, if any.</summary>
        Unclear,
        Owing,
        Settled,
        Autoscaled,
    }

    private sealed class Fate
    {
        private Memory? memory = new();
        private bool isDoubtful;
        private bool wasClean = true;
        private bool? wasDownByUs;

        public Stage Stage { get; set; } = Stage.Settled;
        public Memory.Expected? Owed { get; private set; }
        public bool IsDown { get; private set; }
        public bool IsPersons { get; private set; }
        public Instant CameUp { get; private set; } = Instant.MinValue;
        public Instant CalmSince { get; set; } = Instant.MinValue;

        // These count from the last time that it was seen up or down.
        public bool ByUs { get; set; }
        public bool ByHand { get; set; }
        public bool WasAddedTo { get; set; }
        private bool wasSeen;
        private Sight? last;
        private EmulatedCluster? counted;
        private Counts? counts;

        /// <summary>Whether there is nothing new to learn, as in nearly every run.</summary>
        public bool IsAsBefore(Sight sight, Instant now)
        {
            if (!ReferenceEquals(sight, last) || ByUs || ByHand || WasAddedTo || Stage == Stage.Owing || Stage == Stage.Unclear && !IsDown)
                return false;
            if (!IsDown)
                memory?.SeeAgain(now);
            if (!wasClean)
                memory?.LookAway(now);
            return true;
        }

        public void Saw(Sight sight) => (last, ByUs, ByHand, WasAddedTo) = (sight, false, false, false);

        public void Turn(bool isDown, bool acts, Instant now)
        {
            var turned = wasSeen && isDown != IsDown;
            // It is unclear what the app makes of a change by both, by neither, or of one that was undone between two runs.
            var isClear = turned ? ByUs != ByHand && acts : !ByUs && !ByHand;
            if (wasSeen && !isClear)
                Forget();
            if (!isDown && (IsDown || !wasSeen))
                Rise(turned && isClear, now);
            else if (turned)
                Fall(isClear);
            (wasSeen, IsDown) = (true, isDown);
        }

        public Counts CountsOf(EmulatedCluster cluster)
        {
            if (!ReferenceEquals(cluster, counted))
                (counted, counts) = (cluster, Counts.Of(cluster.Workers));
            return counts!;
        }

        /// <summary>Treats what is owed and what is remembered as unknown.</summary>
        public void Forget() => (Stage, memory, Owed) = (Stage.Unclear, null, null);

        /// <summary>Settles the cluster after a long calm. Nothing is owed any more; unseen losses of spot workers may count.</summary>
        public void Learn(Instant now)
        {
            (Stage, memory) = (Stage.Settled, new());
            memory.LookAway(now);
        }

        public void Autoscales() => (Stage, memory, Owed) = (Stage.Autoscaled, new(), null);

        public void Remember(Counts there, bool isClean, Instant now)
        {
            isDoubtful = !isClean && !memory!.IsLike(there);
            wasClean = isClean;
            if (isClean)
                memory!.See(there, now);
            else
                memory!.LookAway(now);
        }

        private void Rise(bool isClear, Instant now)
        {
            CameUp = now;
            if (!isClear || memory is null)
                return;
            IsPersons = ByHand && wasDownByUs == false;
            if (IsPersons)
                // Workers that are gone after a manual stop and start were not evicted.
                memory.LookAway(now);
            if (IsPersons || wasDownByUs is null && ByHand)
                Stage = IsPersons ? Stage.Settled : Stage.Unclear;
            else
                (Stage, Owed) = (Stage.Owing, memory.At(now));
        }

        private void Fall(bool isClear)
        {
            wasDownByUs = isClear ? ByUs : null;
            // If a person stops it before all workers are back, it is unclear whether the rest is still owed.
            if (isDoubtful || Stage == Stage.Owing && ByHand)
                Forget();
            isDoubtful = false;
        }
    }
}
