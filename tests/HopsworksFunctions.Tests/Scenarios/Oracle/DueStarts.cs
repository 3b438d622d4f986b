using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>
/// Starts: a cluster that the app stopped outside its windows, or first saw stopped, is started by the second run after its window begins,
/// or after the end of what delayed the start.
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
            case Listed { Clusters: not null }:
                foreach (var sight in story.Seen)
                    See(sight, fates.Of(sight.Id), story.Began);
                break;
            case Called { Call: "stop", Done: true } stop:
                fates.Set(stop.Cluster, new()
                {
                    StoppedByUs = !UntilNextWindow.Contains(stop.Reason)
                        && story.SightOf(stop.Cluster)?.Early is { } windows && windows.At(story.Began) is null,
                    IsPersons = stop.IsUntrue,
                    HeldUntil = fates.Of(stop.Cluster).HeldUntil,
                });
                break;
            case Called { Call: "start" } start:
                fates.Of(start.Cluster).Try(story.Began, story.SightOf(start.Cluster));
                break;
            case Unread { Cluster: var id }:
                fates.Of(id).Try(story.Began, story.SightOf(id));
                break;
            case Touched { What: not (Touch.Else or Touch.Workers), Cluster: var id }:
                fates.Set(id, new() { IsPersons = true, HeldUntil = fates.Of(id).HeldUntil });
                break;
            case Held held:
                fates.Of(held.Cluster).HeldUntil = held.Until;
                break;
            case Edited edited:
                foreach (var sight in story.Seen)
                    Edit(sight, fates.Of(sight.Id), edited, story);
                break;
            case Ended { Whole: true }:
                foreach (var sight in story.Seen)
                    Check(sight, fates.Of(sight.Id), story.Began);
                break;
            case Lost:
                fates.Clear();
                break;
        }
    }

    private static void See(Sight sight, Fate fate, Instant now)
    {
        if (fate.WasGuarded && sight.Rule is not { IsGuard: true })
            fate.KeepUntil(now + Protection);
        fate.WasGuarded = sight.Rule is { IsGuard: true };
        // A cluster that the app did not stop does not start for a window that begins under a guard, or before the first run with a
        // schedule.
        var isBound = sight.Rule is { IsGuard: false, Windows: not null };
        if ((!isBound || !fate.WasBound) && fate is { StoppedByUs: false, DownSince: not null })
            fate.DownSince = now;
        fate.WasBound = isBound;
        if (!sight.IsStopped)
        {
            fate.SeenUp(sight.IsUp);
            return;
        }
        if (fate.DownSince is null)
        {
            fate.DownSince = now;
            fate.KeepUntil(now + MinDowntime);
            fate.KeepUntil(Instant.FromDateTimeOffset(sight.Cluster.CreatedOn) + NewClusterGrace);
        }
        if (fate.HeldUntil is { } held)
            fate.KeepUntil(held);
        switch (sight.Rule)
        {
            case null or { Windows: null }:
                fate.KeepUntil(now + Duration.Epsilon);
                break;
            // A start in a dry run counts as an attempt.
            case { DryRun: true }:
                fate.Try(now, sight);
                break;
        }
        if (!sight.IsCalm || !sight.IsReady)
            fate.KeepUntil(now + Duration.Epsilon);
    }

    /// <summary>Lets a cluster that the app did not stop skip a window that had already begun when new policies made it.</summary>
    private static void Edit(Sight sight, Fate fate, Edited edited, Story story)
    {
        var (old, now) = (sight.Rule, edited.Rules.For(sight.Cluster));
        var window = sight.Early?.At(edited.At);
        // In the start-ahead time a window counts as begun, even for rules without such a time.
        if (fate is { StoppedByUs: false, DownSince: not null } && window != story.WindowsUnder(now, sight)?.At(edited.At))
            fate.DownSince = Instant.Max(edited.At, window?.Own ?? Instant.MinValue);
        if (old is { DryRun: true } || now is { DryRun: true })
            fate.Try(edited.At, sight);
    }

    private void Check(Sight sight, Fate fate, Instant now)
    {
        if (!sight.IsStopped && fate.Tried != now)
        {
            fate.Runs = 0;
            return;
        }
        var window = sight.Rule is { Acts: true } ? sight.Late?.At(now) : null;
        var isDue = sight.IsStopped && !fate.IsPersons && fate.DownSince is { } since
            && window is not null && sight.Early!.At(now) is { } w && (fate.StoppedByUs || since < w.Start)
            && now >= fate.KeptUntil && !(fate.TriedFor >= w.Start);
        fate.Runs = isDue ? fate.Runs + 1 : 0;
        if (window is not null && fate.Tried == now)
            Cases++;
        BrokenException.If(
            fate.Runs >= SecondRun,
            $"{now} {sight.Id} is not started although its window began at {window?.Start}, kept back by nothing since {fate.KeptUntil}");
    }

    private sealed class Fate
    {
        public bool StoppedByUs { get; set; }

        /// <summary>Whether a person stopped it, so it waits for a start that the oracle cannot foresee.</summary>
        public bool IsPersons { get; init; }

        /// <summary>When it was first seen stopped.</summary>
        public Instant? DownSince { get; set; }

        public Instant KeptUntil { get; private set; } = Instant.MinValue;
        public Instant? HeldUntil { get; set; }
        public bool WasGuarded { get; set; }

        /// <summary>Whether its rule had a schedule at the last listing.</summary>
        public bool WasBound { get; set; }

        /// <summary>When the last run that tried to start it began.</summary>
        public Instant? Tried { get; private set; }

        /// <summary>The same, or the start of the window if the attempt came ahead of it.</summary>
        public Instant? TriedFor { get; private set; }

        /// <summary>The number of runs in a row that could have started it and did not.</summary>
        public int Runs { get; set; }

        private bool wasUp;

        public void Try(Instant now, Sight? sight) =>
            (Tried, TriedFor) = (now, Instant.Max(now, sight?.Early?.At(now)?.Own ?? Instant.MinValue));

        public void KeepUntil(Instant instant) => KeptUntil = Instant.Max(KeptUntil, instant);

        /// <summary>Forgets who stopped a cluster that runs again. During a stop it may still be listed as running.</summary>
        public void SeenUp(bool isRunning)
        {
            if (isRunning && (wasUp || DownSince is not null))
                StoppedByUs = false;
            wasUp = isRunning;
            DownSince = null;
        }
    }
}
