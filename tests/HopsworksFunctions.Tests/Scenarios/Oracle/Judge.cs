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
    private readonly (string Name, IJudge Judge)[] others =
    [
        ("ends of protection", new Protection()), ("restored sets", new RestoredWorkers()), ("due starts", new DueStarts()),
        ("surprising stops", new Surprises()), ("foreseen stops", new ForeseenStops()),
    ];

    private int incidents;

    public Story Story { get; } = new(tick, rules);

    public Figures Figures => new(
        announced.Announcements, refusals.Count, incidents,
        [("announced stops", announced.Cases), ("further tries", refusals.Cases), .. others.Select(other => (other.Name, other.Judge.Cases))]);

    public void Note(Fact fact)
    {
        if (fact is Told { Word: not ("warn" or "dryStop"), Over: false })
            incidents++;
        Story.Note(fact);
        announced.Note(fact, Story);
        refusals.Note(fact, Story);
        foreach (var (_, judge) in others)
            judge.Note(fact, Story);
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
