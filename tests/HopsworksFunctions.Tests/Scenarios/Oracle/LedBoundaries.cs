namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>
/// No cluster is started for a window that has not begun, or whose time ahead has not, and none is stopped by schedule while one lasts.
/// </summary>
internal sealed class LedBoundaries : IJudge
{
    private static readonly string[] BySchedule = ["windowEnd", "holdEnd", "manualHoldEnd"];

    /// <summary>How many starts were sent ahead.</summary>
    public int Cases { get; private set; }

    public void Note(Fact fact, Story story)
    {
        if (fact is not Called call || story.SightOf(call.Cluster) is not { Rule.Windows: { } own, Early: { } early, Late: { } late })
            return;
        if (call is { Call: "start", Reason: "windowStart" })
        {
            BrokenException.If(
                early.At(story.Began) is null,
                $"{call.At} start of {call.Cluster} before its window, which begins at {own.NextEdge(story.Began)}, and the time ahead of it");
            if (own.At(story.Began) is null)
                Cases++;
        }
        BrokenException.If(
            call.Call == "stop" && BySchedule.Contains(call.Reason) && late.At(story.Began) is not null,
            $"{call.At} stop of {call.Cluster} ({call.Reason}) in its window, or the time ahead of it");
    }
}
