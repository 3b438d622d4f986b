namespace HopsworksFunctions.Policies.Advice;

/// <summary>A week's windows.</summary>
/// <param name="Windows">Of all groups of days together.</param>
/// <param name="Time">Half hours up.</param>
/// <param name="Covered">Busy half hours inside, counted on each date.</param>
/// <param name="Up">Each half hour from Monday 00:00.</param>
internal sealed record WeekPlan(int Windows, int Time, int Covered, bool[] Up)
{
    /// <summary>The less, the better.</summary>
    public (int, int, int) Cost => (Windows, Time, -Covered);

    /// <summary>How often the cluster starts in a week.</summary>
    public int Starts => Up.Where((isUp, i) => isUp && !Up[(i + Up.Length - 1) % Up.Length]).Count();
}
