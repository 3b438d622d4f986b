namespace HopsworksFunctions.Policies.Advice;

/// <summary>The windows of a week.</summary>
/// <param name="Windows">The number of windows of all groups of days together.</param>
/// <param name="Time">The uptime in half hours.</param>
/// <param name="Covered">The busy half hours inside the windows, counted on each date.</param>
/// <param name="Up">Whether each half hour from Monday 00:00 is up.</param>
internal sealed record WeekPlan(int Windows, int Time, int Covered, bool[] Up)
{
    /// <summary>The cost of the plan; lower is better.</summary>
    public (int, int, int) Cost => (Windows, Time, -Covered);

    /// <summary>The number of starts in a week.</summary>
    public int Starts => Up.Where((isUp, i) => isUp && !Up[(i + Up.Length - 1) % Up.Length]).Count();
}
