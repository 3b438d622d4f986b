using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>Stop warnings: where the rule warns, no stop is unannounced, stale or early, and no warning is silently dropped.</summary>
internal sealed class AnnouncedStops : IJudge
{
    private static readonly Duration Grace = Duration.FromMinutes(1);
    private static readonly Duration Good = Duration.FromMinutes(30);

    // The longest pause before a retry, which needs no new warning.
    private static readonly Duration Retry = Duration.FromMinutes(30);

    private readonly Dictionary<string, Announcement> announced = [];

    // Announced drains. A drain announces no stop, and continues when a stop warning sent during it is cancelled.
    private readonly Dictionary<string, Announcement> draining = [];

    public int Cases { get; private set; }

    /// <summary>The number of stop warnings.</summary>
    public int Announcements { get; private set; }

    public void Note(Fact fact, Story story)
    {
        switch (fact)
        {
            case Told { Word: "warn", Over: false, Cluster: { } id }:
                Announcements++;
                Announce(id, fact is Told { IsUnclear: true }, story);
                break;
            case Told { Word: "drain", Cluster: { } id }:
                draining[id] = Drain(id, story);
                break;
            case Told { Word: "warn", Over: true, Cluster: { } id }:
                var isAnnounced = announced.TryGetValue(id, out var told) && (!told.IsOver || told.MayFail);
                BrokenException.If(!isAnnounced && !draining.Remove(id), $"{fact.At} nothing announced of {id} can be over");
                if (isAnnounced)
                    announced[id] = new() { IsOver = true };
                break;
            case Told { Word: "dryStop", Cluster: { } id }:
                announced.Remove(id);
                draining.Remove(id);
                break;
            case Called { Call: "stop" } stop:
                Check(stop, announced.GetValueOrDefault(stop.Cluster) ?? new(), story);
                break;
            case Unread { Cluster: var id } when announced.TryGetValue(id, out var awaited):
                awaited.IsTried(story.Began + Retry + Grace + Good);
                break;
            case Listed { Clusters: not null } when announced.Count > 0:
                foreach (var sight in story.Seen)
                {
                    if (sight.IsDown && announced.TryGetValue(sight.Id, out var known))
                        known.CanBeUsed = known.MayFail = false;
                }
                break;
            case Ended { Whole: true }:
                foreach (var (id, open) in announced.Concat(draining))
                {
                    // If a new rule does not warn, the warning of a future stop lapses.
                    if (story.RuleOf(id) is { IsGuard: false, Warn: null })
                        open.IsTried(story.Began);
                    BrokenException.If(
                        open.IsDropped(story),
                        $"{fact.At} the stop of {id} announced at {open.At} was neither made nor told to be over");
                }
                break;
            case Lost:
                announced.Clear();
                draining.Clear();
                break;
        }
    }

    private void Announce(string id, bool isUnclear, Story story)
    {
        announced[id] = new(story, story.RuleOf(id)?.Warn ?? Duration.Zero);
        if (isUnclear)
        {
            announced[id].IsTried(story.Began);
            draining[id] = Drain(id, story);
        }
        if (draining.TryGetValue(id, out var drain))
            drain.IsTried(story.Began);
    }

    private static Announcement Drain(string id, Story story) =>
        new(story, (story.RuleOf(id)?.Warn + story.RuleOf(id)?.Drain?.AtMost) ?? Duration.Zero) { CanBeUsed = false };

    private void Check(Called stop, Announcement known, Story story)
    {
        if (stop.Reason != "holdDown" && story.RuleOf(stop.Cluster)?.Warn is { } warn)
        {
            Cases++;
            Must(known.CanBeUsed, "it was not announced, or no longer");
            Must(stop.At >= known.At + warn - Grace, $"it was announced at {known.At} only");
            Must(story.Began <= known.GoodUntil, $"it was announced as long ago as {known.At}");
        }
        known.IsTried(stop.At + Duration.Max(Retry, stop.RetryAfter ?? Duration.Zero) + Grace + Good);
        if (draining.TryGetValue(stop.Cluster, out var drain))
            drain.IsTried(stop.At);
        if (stop is { IsUntrue: true } or { Done: false, Accepted: false })
            return;
        announced[stop.Cluster] = new() { IsOver = true, MayFail = true };
        draining.Remove(stop.Cluster);

        void Must(bool holds, string problem) => BrokenException.If(!holds, $"{stop.At} stop of {stop.Cluster} ({stop.Reason}): {problem}");
    }

    private sealed class Announcement
    {
        private readonly Instant due = Instant.MaxValue;
        private bool isFollowed = true;
        private int runsPast;

        public Announcement()
        {
        }

        /// <summary>The last run that can warn in time sends it, so the stop is due at most a tick later than <c>warn</c>.</summary>
        public Announcement(Story story, Duration warn)
        {
            (At, CanBeUsed, isFollowed) = (story.Began, true, false);
            due = GoodUntil = At + warn + story.Tick + Grace + Good;
        }

        /// <summary>When the run that sent it began.</summary>
        public Instant At { get; }

        public bool CanBeUsed { get; set; }

        /// <summary>Whether its stop was made, or the warning was cancelled.</summary>
        public bool IsOver { get; init; }

        /// <summary>Whether the stop was accepted but never seen to take effect, so the app may still cancel the warning.</summary>
        public bool MayFail { get; set; }

        public Instant GoodUntil { get; private set; } = Instant.MinValue;

        /// <summary>Keeps the warning valid for retries, which need no new one. From then on, nothing need cancel it.</summary>
        public void IsTried(Instant next)
        {
            isFollowed = true;
            GoodUntil = Instant.Max(GoodUntil, next);
        }

        public bool IsDropped(Story story) => !isFollowed && story.Began > due && ++runsPast >= 2;
    }
}
