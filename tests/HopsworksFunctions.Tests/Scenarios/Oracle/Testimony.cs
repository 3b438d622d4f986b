using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.Simulation;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;
using NodaTime;
using NodaTime.Text;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>A witness that tells the judge what happens in a scenario, and reads the scenario's JSON for itself.</summary>
internal sealed class Testimony
{
    private readonly Judge judge;
    private readonly Interval span;
    private readonly Dictionary<string, UpWindows> windows = [];
    private readonly Queue<JsonObject> events;
    private readonly HashSet<(Instant, string)> refused = [];
    private readonly HashSet<string> unread = [];
    private readonly List<Told> warned = [];
    private bool isWhole;
    private bool hasListed;

    public Testimony(JsonObject scenario)
    {
        span = new(At(scenario["start"]), At(scenario["end"]));
        // Events are played in the order of their times.
        events = new(scenario["events"]!.AsArray().Select(happening => happening!.AsObject()).OrderBy(happening => At(happening["at"])));
        judge = new(Minutes((string)scenario["tick"]!), Rules.Read(scenario["policies"], span, windows)!);
    }

    public Story Story => judge.Story;

    public Figures Figures => judge.Figures;

    public IReadOnlyDictionary<string, string> Broken => judge.Broken;

    /// <summary>Remembers a refused manual action, which is no event because it did not happen.</summary>
    public void Refused(Instant at, string message) => refused.Add((at, string.Join(' ', message.Split(' ').Take(4))));

    /// <param name="count">How many of the scenario's next events have happened.</param>
    public void Happened(int count)
    {
        for (; count > 0; count--)
        {
            var happening = events.Dequeue();
            if (Of(happening, At(happening["at"]), (string?)happening["cluster"] ?? "") is { } fact)
                judge.Note(fact);
        }
        refused.Clear();
    }

    public void Note(SimulatedRead read)
    {
        if (read.Cluster is null)
        {
            hasListed = read.Listed is not null;
            judge.Note(new Listed(read.Began, read.Listed));
        }
        else if (read.Failure is { } failure)
        {
            unread.Add(read.Cluster);
            judge.Note(new Unread(read.Began, read.Cluster, IsKey(failure)));
        }
    }

    public void Note(SimulatedCall call) => judge.Note(new Called(call.At, call.Cluster, call.Call, Word(call.Reason))
    {
        Accepted = call.Accepted,
        Done = call.Done,
        IsKey = call.Failure is { } failure && IsKey(failure),
        RetryAfter = call.Failure?.RetryAfter,
        IsUntrue = call.Done && call.Failure?.HttpStatus < 500,
    });

    public void Note(AuditEntry entry)
    {
        var told = CamelCase.Of(entry.Kind) switch
        {
            "warn" => new Told(entry.At, "warn", entry.ClusterId),
            "warnOver" => new Told(entry.At, "warn", entry.ClusterId, Over: true),
            "stop" when entry.Step is { } step && CamelCase.Of(step) == "dryRun" => new Told(entry.At, "dryStop", entry.ClusterId),
            "incident" => new Told(entry.At, entry.Message.Split(':')[0], entry.ClusterId) { Rule = entry.Rule },
            "incidentOver" => new Told(entry.At, entry.Message.Split(':')[0], entry.ClusterId, Over: true) { Rule = entry.Rule },
            _ => null,
        };
        // Only the run's report contains the warning's text, which tells a stop from a drain.
        if (told is { Word: "warn", Over: false } && Story.RuleOf(told.Cluster!)?.Drain is not null)
            warned.Add(told);
        else if (told is not null)
            judge.Note(told);
    }

    public void Finished(RunReport report)
    {
        isWhole = CamelCase.Of(report.Outcome) is "ok" or "partial";
        foreach (var told in warned)
        {
            var isOfDrain = report.Notices.Any(notice => notice is { Kind: EventKind.Warn, Over: false } && notice.ClusterId == told.Cluster
                && notice.Message.Contains("stops when idle,", StringComparison.Ordinal));
            judge.Note(isOfDrain ? told with { Word = "drain" } : told);
        }
        warned.Clear();
        foreach (var cluster in report.Clusters.Where(cluster => unread.Contains(cluster.Cluster.Id)))
        {
            var (call, reason) = (CamelCase.Of(cluster.Decision.Action), CamelCase.Of(cluster.Decision.Reason));
            judge.Note(new Meant(report.StartedAt, cluster.Cluster.Id, call, reason));
        }
    }

    /// <summary>Ends a tick, with or without a run.</summary>
    public void Ended(Instant at)
    {
        foreach (var told in warned)
            judge.Note(told with { IsUnclear = true });
        warned.Clear();
        judge.Note(new Ended(at, isWhole && hasListed));
        (isWhole, hasListed) = (false, false);
        unread.Clear();
    }

    private Fact? Of(JsonObject happening, Instant at, string cluster) => (string)happening["do"]! switch
    {
        "start" => refused.Contains((at, $"the start of {cluster}")) ? null : new Touched(at, cluster, Touch.Started),
        "stop" => refused.Contains((at, $"the stop of {cluster}")) ? null : new Touched(at, cluster, Touch.Stopped),
        "set" when happening.ContainsKey("state") => new Touched(at, cluster, Touch.Moved),
        "set" when happening.ContainsKey("workers") => new Touched(at, cluster, Touch.Workers),
        "spotLoss" => new Touched(at, cluster, Touch.Workers),
        "activity" => new Touched(at, cluster, Touch.Activity),
        "set" => new Touched(at, cluster, Touch.Else),
        "hold" => new Held(at, cluster, (string)happening["state"]!, at + Minutes((string)happening["until"]!)),
        "release" => new Held(at, cluster, null, at),
        "policies" => Rules.Read(happening["policies"], span, windows) is { } rules ? new Edited(at, rules) : null,
        "loseState" => new Lost(at),
        "skipTicks" or "emptyList" => new Disturbed(at, At(happening["until"])),
        "fault" or "crash" => new Disturbed(at, at),
        "jitter" => null,
        var other => throw new FormatException($"the oracle does not know what '{other}' is"),
    };

    private static string? Word<T>(T? member)
        where T : struct, Enum => member is { } word ? CamelCase.Of(word) : null;

    private static bool IsKey(ApiFailure failure) => failure.HttpStatus is 401 or 403;

    private static Instant At(JsonNode? text) => InstantPattern.ExtendedIso.Parse((string)text!).Value;

    private static Duration Minutes(string text) => Duration.FromMinutes(int.Parse(text.TrimEnd('m'), null));
}
