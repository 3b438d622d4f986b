using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads and writes how long a manual start is kept: a duration, or a time of day such as <c>22:00</c>.</summary>
public static class ManualHoldText
{
    private static readonly LocalTimePattern TimeOfDay = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static string Write(ManualHold hold) =>
        hold.Until is { } time ? TimeOfDay.Format(time) : DurationText.Write(hold.Length);

    /// <summary>Null if the text is no time of day.</summary>
    internal static LocalTime? Time(string text) =>
        text.Length == 5 && TimeOfDay.Parse(text) is { Success: true } parsed ? parsed.Value : null;
}
