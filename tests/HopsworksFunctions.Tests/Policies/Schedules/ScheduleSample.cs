using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Schedules;

/// <summary>A schedule in the policy language and in plain arithmetic, and an instant to look at it.</summary>
internal sealed record ScheduleSample(string Zone, WindowSample[] Up, DatesSample[] Except, WindowSample[] Plus, Instant At)
{
    public string Json => $$"""
        { 'timeZone': '{{Zone}}', 'up': [{{Quoted(Up.Select(w => w.Text))}}], 'except': [{{Quoted(Except.Select(d => d.Text))}}],
          'plus': [{{Quoted(Plus.Select(w => w.Text))}}] }
        """;

    public Schedule Build() => PolicyText.Valid($"{{ 'rules': [], 'schedules': {{ 's': {Json} }} }}").Schedules["s"];

    public override string ToString() =>
        $"{Zone} at {At}: up {Quoted(Up.Select(w => w.Text))}, except {Quoted(Except.Select(d => d.Text))}, plus "
            + $"{Quoted(Plus.Select(w => w.Text))}";

    private static string Quoted(IEnumerable<string> texts) => string.Join(", ", texts.Select(t => $"'{t}'"));
}

/// <summary>Dates in the policy language, and whether a date is one of them.</summary>
internal sealed record DatesSample(string Text, Func<DateOnly, bool> Holds);

/// <summary>A window, with times in minutes from the beginning of the local date on which it starts.</summary>
/// <param name="End">The end of the window that starts on a date.</param>
/// <param name="IsSpan">Whether it belongs to all of its dates, and not only to the first.</param>
internal sealed record WindowSample(string Text, Func<DateOnly, bool> Holds, int Start, Func<DateOnly, int> End, bool IsSpan = false)
{
    /// <summary>The number of days after its start on which it may still be up.</summary>
    public int MostDays { get; init; } = 8;
}
