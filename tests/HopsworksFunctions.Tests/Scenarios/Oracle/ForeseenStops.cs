using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>Expected stops: one surely planned for an hour happens by the second run after its window's end, however many do.</summary>
internal sealed class ForeseenStops : IJudge
{
    private const int SecondRun = 2;

    // Longer than an hour, with a few ticks to spare.
    private static readonly Duration Planned = Duration.FromMinutes(90);

    // Longer than any hold, and than the manual start period.
    private static readonly Duration ByHand = Duration.FromHours(6);
    private static readonly Duration Protection = Duration.FromHours(1);
    private static readonly Duration NewClusterGrace = Duration.FromHours(2);

    private readonly PerCluster<Course> courses = [];

    /// <summary>The number of such stops.</summary>
    public int Cases { get; private set; }

    public void Note(Fact fact, Story story)
    {
        switch (fact)
        {
            case Listed { Clusters: not null }:
                foreach (var sight in story.Seen)
                {
                    See(sight, courses.Of(sight.Id), story.Began);
                    // While another stop of the cluster is blocked, this one gets no warning and so comes later.
                    if (sight.Rule?.Warn is not null && story.IsOpen("limit"))
                        courses.Of(sight.Id).Disturb(story.Began);
                }
                break;
            case Called { Call: "stop" } stop:
                courses.Of(stop.Cluster).Tried = story.Began;
                // A refused stop for another reason delays this one.
                if (!stop.Accepted)
                    courses.Of(stop.Cluster).Disturb(stop.At);
                break;
            case Called { Accepted: false } call:
                courses.Of(call.Cluster).Disturb(call.At);
                break;
            case Unread { Cluster: var id }:
                courses.Of(id).Disturb(fact.At);
                break;
            // A drain waits for idleness anyway, so activity disturbs only rules that stop idle clusters or do not drain.
            case Touched { What: Touch.Activity, Cluster: var id } when story.RuleOf(id) is { Drain: not null, StopsIdle: false }:
                break;
            case Touched { Cluster: var id, What: var what }:
                courses.Of(id).Touch(what, fact.At);
                break;
            case Held held:
                courses.Of(held.Cluster).Disturb(Instant.Max(held.At, held.Until));
                break;
            case Edited edited:
                foreach (var sight in story.Seen)
                    Edit(sight, courses.Of(sight.Id), edited, story);
                break;
            case Ended { Whole: true }:
                foreach (var sight in story.Seen)
                    Check(sight, courses.Of(sight.Id), story);
                break;
            case Ended:
                foreach (var (_, course) in courses)
                    course.Disturb(fact.At);
                break;
            case Lost:
                courses.Clear();
                break;
        }
    }

    private static void See(Sight sight, Course course, Instant now)
    {
        if (course.IsNew)
        {
            course.Disturb(now);
            course.Disturb(Instant.FromDateTimeOffset(sight.Cluster.CreatedOn) + NewClusterGrace);
        }
        course.IsNew = false;
        course.See(sight.IsUp, now);
        if (!sight.IsUp || !sight.IsReady || !sight.IsCalm)
            course.Disturb(now);
        // Protection lasts an hour longer, and nothing need be planned in that hour.
        if (sight.Rule is not { Acts: true, Windows: not null })
            course.Disturb(now + Protection);
    }

    /// <summary>Keeps what is planned for a window's end if the new policies leave that window unchanged.</summary>
    private static void Edit(Sight sight, Course course, Edited edited, Story story)
    {
        var (old, now) = (sight.Rule, edited.Rules.For(sight.Cluster));
        var isSame = old is not null && sight.Early is { } was && now is not null && story.WindowsUnder(now, sight) is { } will
            && old.Warn == now.Warn && old.Acts == now.Acts && old.Drain == now.Drain && old.LearnsAhead == now.LearnsAhead
            && was.At(edited.At) == will.At(edited.At) && was.Before(edited.At) == will.Before(edited.At);
        if (!isSame)
            course.Disturb(edited.At);
    }

    private void Check(Sight sight, Course course, Story story)
    {
        var now = story.Began;
        var windows = sight is { IsUp: true, Rule.Acts: true } && sight.Early?.At(now) is null ? sight.Late : null;
        if (windows?.Before(now) is not { } window || window.Start > window.End - Planned || course.Since > window.End - Planned
            || sight.Rule!.Drain?.StopBy(window.End, story.QuietSince(sight.Id), sight.Rule.Warn, story.Tick) > now)
        {
            course.Runs = 0;
            return;
        }
        if (course.Tried >= window.End)
        {
            if (course.Tried == now)
                Cases++;
            course.Runs = 0;
            return;
        }
        course.Runs++;
        BrokenException.If(
            course.Runs >= SecondRun,
            $"{now} {sight.Id} still runs although its window was over at {window.End}, and nothing is in the way since {course.Since}");
    }

    private sealed class Course
    {
        private bool isStarted;

        public bool IsNew { get; set; } = true;

        /// <summary>The end of the last disturbance.</summary>
        public Instant Since { get; private set; } = Instant.MinValue;

        public Instant? Tried { get; set; }

        /// <summary>The number of runs in a row that could have stopped it and did not.</summary>
        public int Runs { get; set; }

        public void Disturb(Instant at) => Since = Instant.Max(Since, at);

        public void Touch(Touch what, Instant at)
        {
            isStarted = what is Oracle.Touch.Started or Oracle.Touch.Moved || isStarted && what is not Oracle.Touch.Stopped;
            Disturb(at + ByHand - Planned);
        }

        /// <summary>Extends the disturbance: a manual start period begins when a run sees the start, perhaps hours later.</summary>
        public void See(bool isUp, Instant now)
        {
            if (isStarted)
                Disturb(now + ByHand - Planned);
            isStarted &= !isUp;
        }
    }
}
