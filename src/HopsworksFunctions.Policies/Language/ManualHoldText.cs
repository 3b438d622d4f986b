using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads and writes a manual start period: a duration, or a time of day such as <c>22:00</c>.</summary>
public static class ManualHoldText
{
    private static readonly LocalTimePattern TimeOfDay = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static string Write(ManualHold hold) =>
        hold.Until is { } time ? TimeOfDay.Format(time) : DurationText.Write(hold.Length);

    /// <summary>Returns null if the text is not a time of day.</summary>
    internal static LocalTime? Time(string text) =>
        text.Length == 5 && TimeOfDay.Parse(text) is { Success: true } parsed ? parsed.Value : null;
}
