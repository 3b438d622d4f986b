using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>
/// The oracle: checks what happened against the decision semantics. It shares no code with the engine, and knows only windows, ticks, what
/// Hopsworks.ai showed, the calls and the reports. Where the semantics leave a case open, it does not judge.
/// </summary>
internal sealed class Judge(Duration tick, Rules rules)
{
    private readonly AnnouncedStops announced = new();
    private readonly Refusals refusals = new();
    private readonly (string Rule, IJudge Judge)[] others =
    [
        ("ends of protection", new Protection()), ("restored sets", new RestoredWorkers()), ("due starts", new DueStarts()),
        ("surprising stops", new Surprises()), ("foreseen stops", new ForeseenStops()), ("starts ahead", new LedBoundaries()),
        ("drained stops", new DrainedStops()),
    ];

    private readonly Dictionary<string, string> broken = [];
    private int incidents;

    public Story Story { get; } = new(tick, rules);

    /// <summary>The broken rules, each with its first violation.</summary>
    public IReadOnlyDictionary<string, string> Broken => broken;

    public Figures Figures => new(announced.Announcements, refusals.Count, incidents,
    [
        ("announced stops", announced.Cases), ("further tries", refusals.Cases), .. others.Select(other => (other.Rule, other.Judge.Cases)),
    ]);

    public void Note(Fact fact)
    {
        if (fact is Told { Word: not ("warn" or "drain" or "dryStop"), Over: false })
            incidents++;
        if (Story.Note(fact) is { } problem)
            broken.TryAdd("incidents", problem);
        Hold("announced stops", announced, fact);
        Hold("further tries", refusals, fact);
        foreach (var (rule, judge) in others)
            Hold(rule, judge, fact);
    }

    /// <summary>Checks a rule until it is broken once, because later violations may only follow from the first.</summary>
    private void Hold(string rule, IJudge judge, Fact fact)
    {
        try
        {
            if (broken.Count == 0 || !broken.ContainsKey(rule))
                judge.Note(fact, Story);
        }
        catch (BrokenException e)
        {
            broken.Add(rule, e.Message);
        }
    }
}

/// <summary>The figures of random scenarios.</summary>
/// <param name="Cases">The number of cases checked for each rule.</param>
internal sealed record Figures(int Announcements, int Refusals, int Incidents, IReadOnlyList<(string Of, int Count)> Cases)
{
    public static readonly Figures None = new(0, 0, 0, []);

    public IEnumerable<(string Of, int Count)> Counts =>
        [("announcements", Announcements), ("refusals", Refusals), ("incidents", Incidents), .. Cases];

    public Figures Plus(Figures other) => new(
        Announcements + other.Announcements, Refusals + other.Refusals, Incidents + other.Incidents,
        [.. other.Cases.Select((figure, i) => figure with { Count = figure.Count + Cases.ElementAtOrDefault(i).Count })]);

    public override string ToString() => string.Join(", ", Counts.Select(figure => $"{figure.Count} {figure.Of}"));
}
