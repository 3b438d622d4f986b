using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>
/// Drains: no stop by schedule comes before the cluster has been idle for long enough or the drain has reached its maximum, and the second
/// run after that makes it.
/// </summary>
internal sealed class DrainedStops : IJudge
{
    private const int SecondRun = 2;
    private static readonly Duration Grace = Duration.FromMinutes(1);
    private static readonly Duration LongestPause = Duration.FromMinutes(30);
    private static readonly Duration MinUptime = Duration.FromMinutes(30);
    private static readonly Duration ManualHold = Duration.FromHours(4);
    private static readonly Duration NewClusterGrace = Duration.FromHours(2);
    private static readonly Duration Protection = Duration.FromHours(1);
    private static readonly string[] BySchedule = ["windowEnd", "holdEnd", "manualHoldEnd"];

    private readonly PerCluster<Course> courses = [];

    public int Cases { get; private set; }

    public void Note(Fact fact, Story story)
    {
        switch (fact)
        {
            case Listed { Clusters: not null }:
                foreach (var sight in story.Seen)
                    See(sight, courses.Of(sight.Id), story);
                break;
            case Called { Call: "stop" } stop:
                Check(stop, story);
                courses.Of(stop.Cluster).Tried = story.Began;
                if (!stop.Accepted)
                    courses.Of(stop.Cluster).Disturb(stop.At + Duration.Max(LongestPause, stop.RetryAfter ?? Duration.Zero));
                break;
            // The app takes a refused call that took effect for a manual action.
            case Called { IsUntrue: true } call:
                courses.Of(call.Cluster).Touch(call.At);
                break;
            case Called { Accepted: false } call:
                courses.Of(call.Cluster).Disturb(call.At + LongestPause);
                break;
            case Unread { Cluster: var id }:
                courses.Of(id).Disturb(fact.At + LongestPause);
                break;
            case Touched { What: not Touch.Activity, Cluster: var id }:
                courses.Of(id).Touch(fact.At);
                break;
            case Held held:
                courses.Of(held.Cluster).Disturb(Instant.Max(held.At, held.Until));
                courses.Of(held.Cluster).Hold(held);
                break;
            case Edited or Ended { Whole: false }:
                foreach (var (_, course) in courses)
                    course.Disturb(fact.At);
                break;
            case Ended:
                foreach (var sight in story.Seen)
                    CheckMade(sight, courses.Of(sight.Id), story);
                break;
            case Lost:
                courses.Clear();
                break;
        }
    }

    private static void See(Sight sight, Course course, Story story)
    {
        var now = story.Began;
        course.FirstSeen ??= now;
        if (course.FirstSeen == now)
            course.Disturb(Instant.Max(Instant.Max(now + MinUptime, GraceEnd(sight)), HandStarted(sight, now) + ManualHold));
        if (sight.IsDown)
            course.LastDown = now;
        if (!sight.IsUp)
            course.Disturb(now + MinUptime);
        course.See(sight.IsUp, now);
        if (!sight.IsReady || !sight.IsCalm || story.IsOpen("limit"))
            course.Disturb(now);
        var acts = sight.Rule is { Acts: true, Windows: not null };
        // Protection lasts until an hour after the first run that no longer finds it.
        if (!acts || !course.Acts)
            course.Disturb(now + Protection);
        else if (sight.IsUp)
            course.SeeHold(now);
        course.Acts = acts;
    }

    private void Check(Called stop, Story story)
    {
        var (now, course) = (story.Began, courses.Of(stop.Cluster));
        if (!BySchedule.Contains(stop.Reason)
            || story.SightOf(stop.Cluster) is not { Rule: { Drain: { } drain, Windows: { } own } } sight)
            return;
        Cases++;
        var from = new[] { own.Before(now)?.End, course.FirstSeen, GraceEnd(sight), course.HeldUntil, Up() }.Max()!.Value;
        var quiet = story.QuietSince(stop.Cluster);
        BrokenException.If(
            now < from + drain.AtMost && !(now - quiet >= drain.Idle - Grace),
            $"{stop.At} stop of {stop.Cluster} ({stop.Reason}), which drains from {from} for {drain.AtMost} and is quiet since {quiet}");

        Instant? Up() => course.LastDown + (stop.Reason == "manualHoldEnd" ? ManualHold : MinUptime);
    }

    private static void CheckMade(Sight sight, Course course, Story story)
    {
        var now = story.Began;
        if (sight is not { IsUp: true, Rule: { Acts: true, Drain: { } drain } rule, Early: { } early } || early.At(now) is not null
            || early.Before(now) is not { } window || course.Tried == now || story.IsOpen("limit"))
        {
            course.Runs = 0;
            return;
        }
        var from = Instant.Max(window.End, course.Since) + story.Tick;
        var quiet = story.QuietSince(sight.Id) is { } since ? Instant.Max(since, course.Since) : (Instant?)null;
        course.Runs = now >= drain.StopBy(from, quiet, rule.Warn, story.Tick) ? course.Runs + 1 : 0;
        BrokenException.If(
            course.Runs >= SecondRun,
            $"{now} {sight.Id} still drains after its window was over at {window.End}, although nothing is in the way since {course.Since} "
                + $"and it is quiet since {quiet}");
    }

    /// <summary>Returns when the cluster was started, if that was after its last window and so perhaps manual.</summary>
    private static Instant HandStarted(Sight sight, Instant now)
    {
        var started = sight.Cluster.StartedOn == default ? now : Instant.FromDateTimeOffset(sight.Cluster.StartedOn);
        return started > sight.Rule?.Windows?.Before(now)?.End ? started : Instant.MinValue;
    }

    private static Instant GraceEnd(Sight sight) => Instant.FromDateTimeOffset(sight.Cluster.CreatedOn) + NewClusterGrace;

    private sealed class Course
    {
        private Instant? hold;
        private bool isTouched;

        public Instant? FirstSeen { get; set; }

        /// <summary>Whether its last rule stops clusters by schedule.</summary>
        public bool Acts { get; set; } = true;

        public Instant? LastDown { get; set; }

        /// <summary>The end of the last hold against a stop that a run found in force.</summary>
        public Instant? HeldUntil { get; private set; }

        /// <summary>The end of the last disturbance, except for activity.</summary>
        public Instant Since { get; private set; } = Instant.MinValue;

        public Instant? Tried { get; set; }

        /// <summary>The number of runs in a row that could have stopped it and did not.</summary>
        public int Runs { get; set; }

        public void Disturb(Instant at) => Since = Instant.Max(Since, at);

        public void Touch(Instant at)
        {
            isTouched = true;
            Disturb(at);
        }

        /// <summary>Extends the disturbance, because a manual start period may begin when a run sees the cluster running.</summary>
        public void See(bool isUp, Instant now)
        {
            if (isTouched)
                Disturb(now + ManualHold);
            isTouched &= !isUp;
        }

        /// <summary>Records a hold. After a <c>down</c> one, it is unknown what a run makes of the hold before it.</summary>
        public void Hold(Held held)
        {
            if (held.State is not null || HeldUntil > held.At)
                HeldUntil = held.State is null ? held.At : null;
            hold = held.State is "up" or "asis" ? held.Until : null;
        }

        public void SeeHold(Instant now) => HeldUntil = now < hold ? hold : HeldUntil;
    }
}
