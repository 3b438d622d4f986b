using NodaTime;

namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>Protection: no call is sent to a cluster within an hour after it was last seen protected or not managed.</summary>
internal sealed class Protection : IJudge
{
    private static readonly Duration Hour = Duration.FromHours(1);

    private readonly Dictionary<string, Instant> last = [];
    private readonly HashSet<string> ended = [];

    /// <summary>The number of times that a protection ended.</summary>
    public int Cases { get; private set; }

    public void Note(Fact fact, Story story)
    {
        switch (fact)
        {
            case Listed { Clusters: not null }:
                foreach (var sight in story.Seen)
                    See(sight, story.Began);
                break;
            case Called call:
                BrokenException.If(
                    last.TryGetValue(call.Cluster, out var seen) && call.At - seen < Hour,
                    $"{call.At} {call.Call} of {call.Cluster}, which was protected or not managed at {seen}");
                break;
            case Lost:
                last.Clear();
                ended.Clear();
                break;
        }
    }

    private void See(Sight sight, Instant now)
    {
        if (sight.Rule is { IsGuard: true })
        {
            last[sight.Id] = now;
            ended.Remove(sight.Id);
        }
        else if (last.Count > ended.Count && last.ContainsKey(sight.Id) && ended.Add(sight.Id))
        {
            Cases++;
        }
    }
}
