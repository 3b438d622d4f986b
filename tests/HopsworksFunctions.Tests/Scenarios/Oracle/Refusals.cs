using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>Refusals: no due action is refused three times in a row without an incident, attempts back off, and incidents end.</summary>
internal sealed class Refusals : IJudge
{
    private const int TooOften = 3;
    private const int MostStarts = 5;
    private static readonly Duration Grace = Duration.FromMinutes(1);
    private static readonly Duration TooLong = Duration.FromMinutes(30);
    // A read is retried for this long before it counts as failed.
    private static readonly Duration LongestRead = Duration.FromMinutes(2);
    private static readonly Duration[] Pauses = [.. new[] { 5, 10, 20, 30 }.Select(minutes => Duration.FromMinutes(minutes))];

    // Longer than the longest pause and a few ticks: a later attempt begins a new series.
    private static readonly Duration Forgotten = Duration.FromMinutes(65);

    private readonly PerCluster<Row> rows = [];
    private readonly PerCluster<Power> powers = [];
    private bool isTold;

    public int Cases { get; private set; }

    /// <summary>The number of calls that were refused, or not made because the cluster could not be read.</summary>
    public int Count { get; private set; }

    public void Note(Fact fact, Story story)
    {
        switch (fact)
        {
            case Called { Failed: true } call:
                Count++;
                rows.Of(call.Cluster).Now = new(story.Began, call.Call, call.Reason, call.IsKey, call.RetryAfter) { Failed = call.At };
                break;
            case Called { Cluster: var id }:
                rows.Remove(id);
                break;
            case Unread { Cluster: var id } unread:
                Count++;
                // A call of the same run says more than a failed read.
                rows.Of(id).Now ??= new(story.Began, null, null, unread.IsKey, null) { Failed = fact.At + LongestRead };
                break;
            case Meant { Cluster: var id } meant when rows.Of(id).Now is { Call: null } unread:
                rows.Of(id).Now = unread with { Call = meant.Call, Reason = meant.Reason };
                break;
            case Touched { Cluster: var id }:
                rows.Remove(id);
                break;
            case Held { Cluster: var id }:
                rows.Remove(id);
                break;
            case Edited or Lost:
                rows.Clear();
                break;
            case Listed { Clusters: not null }:
                foreach (var sight in story.Seen)
                    powers.Of(sight.Id).See(sight);
                break;
            case Told { Word: "startFailed" or "stopFailed" }:
                isTold = true;
                break;
            case Ended { Whole: var whole }:
                foreach (var (id, row) in rows)
                    Check(id, row, whole, story);
                foreach (var (id, power) in powers)
                    CheckOver(id, power, whole, story);
                isTold = false;
                break;
        }
    }

    private void Check(string id, Row row, bool whole, Story story)
    {
        if (row.Now is not { } now)
            return;
        row.Now = null;
        var sight = story.SightOf(id);
        var edge = (sight?.Early?.Edge(now.At), sight?.Late?.Edge(now.At));
        var goesOn = row.Tries is [.., var last] && row.Edge == edge && now.IsLike(last)
            && now.At - last.At - (last.RetryAfter ?? Duration.Zero) < Forgotten;
        if (!goesOn)
            row.Tries.Clear();
        row.Edge = edge;
        // A run that died may not know the response.
        if (!whole && !now.IsKey)
        {
            row.Tries.Clear();
            return;
        }
        row.Tries.Add(now);
        var call = row.Tries.Select(t => t.Call).FirstOrDefault(c => c is not null);
        if (row.Tries is [.., { IsKey: false } before, { IsKey: false }])
        {
            Cases++;
            var pause = Pauses[Math.Min(row.Tries.Count - 2, Pauses.Length - 1)];
            var asked = Duration.Max(pause, before.RetryAfter ?? Duration.Zero);
            Must(now.At - before.At >= asked - Grace, $"tried again after {now.At - before.At} already");
        }
        Must(call != "start" || now.Reason != "windowStart" || row.Tries.Count(t => t.Call is not null) <= MostStarts, "tried too often");
        if (row.Tries.Count >= TooOften || now.At - row.Tries[0].Failed >= TooLong)
        {
            Cases++;
            Must(IsTold(call), "refused again and again, and no incident is open");
        }

        bool IsTold(string? what) => what switch
        {
            "start" => IsOpen("startFailed"),
            "stop" => IsOpen("stopFailed"),
            "addWorkers" => IsOpen("workers"),
            _ => IsTold("start") || IsTold("stop") || IsTold("addWorkers"),
        };

        bool IsOpen(string kind) => story.IsOpen(kind, id) || story.IsOpen("key", null);

        void Must(bool holds, string problem) =>
            BrokenException.If(!holds, $"{now.At} {call ?? "reading"} of {id} for the {row.Tries.Count}th time: {problem}");
    }

    /// <summary>Checks that the incident is resolved after two runs have seen the cluster in the state that the action leads to.</summary>
    private void CheckOver(string id, Power power, bool whole, Story story)
    {
        if (!whole)
            power.Runs = 0;
        else if (power.Runs == 2 || isTold && power.Runs > 2)
        {
            var (word, state) = power.IsUp ? ("startFailed", "running") : ("stopFailed", "stopped");
            BrokenException.If(story.IsOpen(word, id), $"{story.Began} {word} of {id} is open although it is {state}");
        }
    }

    private sealed class Row
    {
        public List<Try> Tries { get; } = [];
        public Try? Now { get; set; }

        /// <summary>The last start or stop time before the attempts, with the longest and the shortest start-ahead time.</summary>
        public (Instant? Early, Instant? Late) Edge { get; set; }
    }

    private sealed record Try(Instant At, string? Call, string? Reason, bool IsKey, Duration? RetryAfter)
    {
        /// <summary>The latest time at which its failure was known.</summary>
        public required Instant Failed { get; init; }

        /// <summary>Whether both may be for the same action; a run that died before reading the cluster does not say which.</summary>
        public bool IsLike(Try other) => Call is null || other.Call is null || (Call, Reason) == (other.Call, other.Reason);
    }

    private sealed class Power
    {
        public bool IsUp { get; private set; }

        /// <summary>The number of runs in a row that saw this state.</summary>
        public int Runs { get; set; }

        public void See(Sight sight)
        {
            Runs = sight.IsUp == IsUp && (sight.IsUp || sight.IsStopped) ? Runs + 1 : sight.IsUp || sight.IsStopped ? 1 : 0;
            IsUp = sight.IsUp;
        }
    }
}
