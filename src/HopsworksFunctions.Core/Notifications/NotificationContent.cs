using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Notifications;

/// <summary>A message for people, most important first, as plain text without markup.</summary>
/// <param name="Left">The number of lines cut off.</param>
internal sealed record NotificationContent(string Title, IReadOnlyList<ContentGroup> Groups, string Footer, int Left)
{
    // This is enough for at least forty clusters with names of usual length.
    private const int MaxNames = 1000;

    public int Lines => Groups.Sum(g => g.Lines.Count);

    /// <summary>All lines joined into one.</summary>
    public string Text => string.Join("; ", Groups.SelectMany(g => g.Lines).Select(l => l.Whole));

    /// <summary>The message in one short line.</summary>
    public string Summary => Groups is [{ Lines: [{ Subject: not null }, ..] and var lines }]
        ? $"{Title}: {string.Join(", ", lines.Take(3).Select(l => l.Subject))}{(lines.Count + Left > 3 ? ", ..." : "")}"
        : Title;

    /// <summary>The number of lines that were cut off, with the names of their clusters; null for none.</summary>
    public string? More
    {
        get
        {
            var (named, room) = (new List<string>(), MaxNames);
            foreach (var name in LeftNames)
            {
                if ((room -= name.Length + 2) < 0)
                    break;
                named.Add(name);
            }
            var names = named.Count == 0 ? "" : $": {string.Join(", ", named)}{(named.Count < LeftNames.Count ? ", ..." : "")}";
            return Left == 0 ? null : $"and {Left} more in the audit log{names}";
        }
    }

    /// <summary>The names of the clusters in the lines that were cut off.</summary>
    private IReadOnlyList<string> LeftNames { get; init; } = [];

    /// <summary>Keeps only the first lines.</summary>
    public NotificationContent Cut(int most)
    {
        var kept = new List<ContentGroup>();
        var room = most;
        foreach (var group in Groups)
        {
            if (room > 0)
                kept.Add(group with { Lines = [.. group.Lines.Take(room)] });
            room -= group.Lines.Count;
        }
        var names = Groups.SelectMany(g => g.Lines).Skip(most).Select(line => line.Name).OfType<string>().Distinct();
        return this with { Groups = kept, Left = Left + Math.Max(0, Lines - most), LeftNames = [.. names] };
    }

    /// <summary>Composes as many lines as fit the channel.</summary>
    public T Largest<T>(int most, Func<NotificationContent, T> compose, Func<T, bool> fits)
    {
        var lines = Math.Min(most, Lines);
        while (true)
        {
            var composed = compose(Cut(lines));
            if (lines <= 1 || fits(composed))
                return composed;
            lines = lines * 3 / 4;
        }
    }

    public static NotificationContent Of(Outgoing outgoing)
    {
        var (message, isTest) = (outgoing.Message, outgoing.IsTest);
        var footer = $"{(isTest ? "Test message · " : "")}account {outgoing.Account} · {message.At:uuuu-MM-dd HH:mm} UTC";
        if (message.Announcement is { } announcement)
        {
            var lines = announcement.Lines.Select(l => new ContentLine(null, TextSanitizer.ToLine(l), null, ""));
            return new(TextSanitizer.ToLine(announcement.Title), [new(null, [.. lines])], footer, 0);
        }
        var groups = outgoing.Events
            .GroupBy(e => (Turn: Turn(e.Event), e.Event.DryRun, EventCatalog.Of(e.Event).Rank))
            .OrderBy(g => (g.Key.Turn, g.Key.DryRun, g.Key.Rank))
            .Select(g => new ContentGroup(
                EventCatalog.ByRank[g.Key.Rank].Heading(g.Key.Turn, g.Key.DryRun, Count(g)), [.. LinesOf(g)]))
            .ToList();
        var title = isTest && groups.Count > 1
            ? "One sample of each event this channel subscribes to"
            : string.Join(", ", groups.Select(g => g.Heading));
        var start = isTest ? "Test: " : message.IsOfQuietHours ? "In quiet hours: " : "";
        return new(TextSanitizer.ToLine($"{start}{title}"), groups, footer, message.Left);
    }

    /// <summary>Counts the clusters, or other subjects, of the events. In quiet hours, a cluster can be stopped twice.</summary>
    private static int Count(IEnumerable<OutgoingEvent> events) => events.Select(e => e.Event.ClusterId ?? e.Event.Id).Distinct().Count();

    private static EventTurn Turn(MessageEvent happened) =>
        !happened.Over ? EventTurn.Begins : happened.NoLongerDue ? EventTurn.NoLongerDue : EventTurn.Resolved;

    /// <summary>Returns a line for each event, or one line for all failures from the same shortage in a cloud's region.</summary>
    private static IEnumerable<ContentLine> LinesOf(IEnumerable<OutgoingEvent> events) => events
        .GroupBy(e => e.Event.Shortage is { } shortage ? (shortage.Kind, shortage.Where, "") : (default, "", e.Event.Id))
        .SelectMany(same => same.Skip(1).Any()
            ? [new ContentLine(null, TextSanitizer.ToLine(Shortage.Explain(
                [.. same.Select(e => (e.Event.ClusterName ?? e.Event.ClusterId ?? "", e.Event.Shortage!))])), null, "")]
            : same.Select(Line));

    private static ContentLine Line(OutgoingEvent e)
    {
        var name = e.Event.ClusterName is { } cluster ? TextSanitizer.ToLine(cluster) : null;
        // The text of an incident already names the cluster.
        return new(e.Event.Since is null ? name : null, TextSanitizer.ToLine(e.Event.Text), e.Link, e.LinkText) { Name = name };
    }
}

/// <summary>Lines of one kind of event. An announcement has no heading.</summary>
internal sealed record ContentGroup(string? Heading, IReadOnlyList<ContentLine> Lines);

/// <param name="Subject">The cluster's name, shown before the text.</param>
/// <param name="LinkText">The action of the link.</param>
internal sealed record ContentLine(string? Subject, string Text, Uri? Link, string LinkText)
{
    /// <summary>The cluster's name, in the subject or in the text; null for a line about no cluster.</summary>
    public string? Name { get; init; }

    public string Whole => Subject is null ? Text : $"{Subject} {Text}";
}
