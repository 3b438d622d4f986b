using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>
/// The oracle: holds what happened against the decision semantics. It shares no code with the engine, and knows only windows, ticks,
/// what Hopsworks showed, the calls and what was told. Where the semantics leave a case open, it does not judge.
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

    /// <summary>The rules that were broken, each with how it was broken first.</summary>
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

    /// <summary>After a rule was broken it is not looked at any more: what follows may come of that alone.</summary>
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

/// <summary>What random scenarios came to.</summary>
/// <param name="Cases">How many cases each rule was held against.</param>
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
