namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>
/// Start-ahead times: no cluster is started before its window or its start-ahead time, and none is stopped by schedule during them.
/// </summary>
internal sealed class LedBoundaries : IJudge
{
    private static readonly string[] BySchedule = ["windowEnd", "holdEnd", "manualHoldEnd"];

    /// <summary>The number of starts sent ahead.</summary>
    public int Cases { get; private set; }

    public void Note(Fact fact, Story story)
    {
        if (fact is not Called call || story.SightOf(call.Cluster) is not { Rule.Windows: { } own, Early: { } early, Late: { } late })
            return;
        if (call is { Call: "start", Reason: "windowStart" })
        {
            BrokenException.If(
                early.At(story.Began) is null,
                $"{call.At} start of {call.Cluster} before its window, which is to begin at {own.NextEdge(story.Began)}");
            if (own.At(story.Began) is null)
                Cases++;
        }
        BrokenException.If(
            call.Call == "stop" && BySchedule.Contains(call.Reason) && late.At(story.Began) is not null,
            $"{call.At} stop of {call.Cluster} ({call.Reason}) in its window, or the time ahead of it");
    }
}
