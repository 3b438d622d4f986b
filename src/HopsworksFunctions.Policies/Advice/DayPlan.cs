namespace HopsworksFunctions.Policies.Advice;

/// <summary>The windows of a day (none, one or two), in half hours from the start of the day. A length of 0 means no window.</summary>
/// <param name="Covered">The busy half hours inside the windows, summed over the days that share the plan.</param>
internal readonly record struct DayPlan(int Covered, int Start, int Length, int SecondStart = 0, int SecondLength = 0)
{
    public int Time => Length + SecondLength;

    public int Windows => Math.Sign(Length) + Math.Sign(SecondLength);
}
