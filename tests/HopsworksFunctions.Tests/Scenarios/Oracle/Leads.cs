using HopsworksEmulator.ControlPlane;
using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>
/// The start-ahead time of each cluster: what its rule says, or what its starts have taken. If it is not visible from outside whether a
/// start counts, or how long it took, the time lies between two bounds.
/// </summary>
internal sealed class Leads
{
    private const int Remembered = 10;
    private const int Enough = 3;
    private static readonly Duration Longest = Duration.FromHours(1);
    private static readonly Duration Minute = Duration.FromMinutes(1);

    private readonly PerCluster<Course> courses = [];

    public (Duration Least, Duration Most) Of(string cluster, OneRule? rule) => rule switch
    {
        { LearnsAhead: true } => (courses.Of(cluster).Least, courses.Of(cluster).Most),
        _ => (rule?.Ahead ?? Duration.Zero, rule?.Ahead ?? Duration.Zero),
    };

    /// <summary>Fixes the learned start-ahead times of the clusters outside their windows.</summary>
    public void See(IReadOnlyList<(EmulatedCluster Cluster, OneRule? Rule)> clusters, Instant now)
    {
        foreach (var (cluster, rule) in clusters)
        {
            var course = courses.Of(cluster.Id);
            course.SeeUp(cluster.State == ClusterStates.Running, now);
            if (rule is not { LearnsAhead: true, IsGuard: false, Windows: { } own })
            {
                course.Forget();
                continue;
            }
            if (own.At(now) is not null)
                continue;
            course.Fix(own.Edge(now), () => Bounds(course, clusters.Where(other => other.Rule?.Name == rule.Name)
                .Select(other => courses.Of(other.Cluster.Id))));
        }
    }

    public void Note(Fact fact, Story story)
    {
        switch (fact)
        {
            case Called { Call: "start", Done: true } start:
                courses.Of(start.Cluster).Send(start);
                break;
            case Called call:
                courses.Of(call.Cluster).Call(call);
                break;
            case Unread { Cluster: var id }:
                courses.Of(id).Miss();
                break;
            case Touched { What: Touch.Started or Touch.Stopped or Touch.Moved or Touch.Workers, Cluster: var id }:
                courses.Of(id).IsSure = false;
                break;
            case Edited:
                foreach (var (_, course) in courses)
                    course.Edit();
                break;
            case Ended { Whole: var whole }:
                foreach (var sight in story.Seen)
                    courses.Of(sight.Id).End(sight, whole, story.Began);
                break;
            case Lost:
                courses.Clear();
                break;
        }
    }

    private static (Duration Least, Duration Most) Bounds(Course own, IEnumerable<Course> ofRule)
    {
        var all = ofRule.ToList();
        var (least, most) = (own.Sure >= Enough || own.Possible >= Enough ? own.Least10 : all.Max(course => course.Least10),
            own.Sure >= Enough ? own.Most10 : all.Max(course => course.Most10));
        return (Whole(least), Duration.Min(Longest, Whole(most + Minute - Duration.Epsilon)));
    }

    // Whole minutes keep the number of windows to compute small.
    private static Duration Whole(Duration duration) => Duration.FromMinutes(Math.Floor(Duration.Min(duration, Longest).TotalMinutes));

    /// <param name="Time">How long it took; null if that is unknown, or whether it counts.</param>
    private sealed record Start(Duration? Time);

    private sealed class Course
    {
        private readonly List<Start> starts = [];
        private Instant? sent;
        private Instant? seenUp;
        private Instant? edge;
        private bool isFixed;
        private bool isEdited;

        public Duration Least { get; private set; }
        public Duration Most { get; private set; }
        public bool IsSure { get; set; }

        /// <summary>Whether this run acted on it again, so its start was not over.</summary>
        private bool IsBusy { get; set; }

        public int Sure => starts.Count(start => start.Time is not null);
        public int Possible => starts.Count + (sent is null ? 0 : 1);

        /// <summary>The longest start that is surely among the last ten.</summary>
        public Duration Least10 => starts.TakeLast(Remembered - (sent is null ? 0 : 1)).Max(start => start.Time) ?? Duration.Zero;

        /// <summary>The longest start that may be among the last ten.</summary>
        public Duration Most10
        {
            get
            {
                var counted = 0;
                var most = sent is null ? Duration.Zero : Longest;
                foreach (var start in starts.AsEnumerable().Reverse().TakeWhile(_ => counted < Remembered))
                {
                    most = Duration.Max(most, start.Time ?? Longest);
                    counted += start.Time is null ? 0 : 1;
                }
                return most;
            }
        }

        public void Forget() => (Least, Most, isFixed) = (Duration.Zero, Duration.Zero, false);

        /// <summary>Fixes the bounds. After an edit, the app may or may not have fixed the time anew, so they only widen.</summary>
        public void Fix(Instant? end, Func<(Duration, Duration)> bounds)
        {
            if (isFixed && edge == end && !isEdited)
                return;
            var (least, most) = bounds();
            (Least, Most) = isFixed && edge == end ? (Duration.Min(Least, least), Duration.Max(Most, most)) : (least, most);
            (edge, isFixed, isEdited) = (end, true, false);
        }

        public void Send(Called start)
        {
            Finish(null);
            (sent, IsSure, IsBusy) = (start.At, start.Accepted, true);
        }

        public void Call(Called call)
        {
            IsBusy = true;
            IsSure &= call.Accepted;
            if (call.Call == "stop")
                Finish(null);
        }

        /// <summary>Leaves open whether a start counts if its workers could not be added at once.</summary>
        public void Miss() => (IsBusy, IsSure) = (true, false);

        public void Edit() => (isEdited, IsSure) = (true, false);

        public void SeeUp(bool isUp, Instant now)
        {
            if (sent is not null && isUp)
                seenUp ??= now;
            else if (seenUp is not null)
                Finish(null);
        }

        /// <summary>Ends a start in the run that finds the cluster running and has nothing to add to it.</summary>
        public void End(Sight sight, bool whole, Instant now)
        {
            IsSure &= whole;
            var addsNothing = sight.Rule is { RestoresWorkers: false } || sight.Cluster.Autoscale is not null;
            if (seenUp is not null && (addsNothing || !IsBusy))
            {
                var isPlain = sight is { IsUp: true, IsCalm: true, IsReady: true, Rule.Acts: true } && sight.Late?.At(now) is not null;
                Finish(IsSure && isPlain ? now - sent : null);
            }
            IsBusy = false;
        }

        private void Finish(Duration? time)
        {
            if (sent is not null)
                starts.Add(new(time));
            (sent, seenUp) = (null, null);
        }
    }
}
