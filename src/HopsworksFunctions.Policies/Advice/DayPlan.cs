namespace HopsworksFunctions.Policies.Advice;

/// <summary>
/// The windows of a day, in half hours from where the day begins: none, one or two. A length of 0 is no window.
/// </summary>
/// <param name="Covered">The busy half hours inside, over the days that share the plan.</param>
internal readonly record struct DayPlan(int Covered, int Start, int Length, int SecondStart = 0, int SecondLength = 0)
{
    public int Time => Length + SecondLength;

    public int Windows => Math.Sign(Length) + Math.Sign(SecondLength);
}
