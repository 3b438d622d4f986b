using System.Globalization;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Tests.Reports;

/// <summary>
/// What a cluster did between 10:00 and 20:00. In <c>up 12 left 11</c> it was seen running at 12, and last known not to run at 11.
/// </summary>
public sealed class HistoryStretchesTests
{
    [Theory]
    [InlineData(
        "up 12 left 11; down 16 left 15", "10 b",
        "10-11 Down, 11-12 Unknown, 12-15 Busy (policy), 15-16 Unknown, 16-20 Down (policy)")]
    [InlineData("down 16 left 16", "10 b, 13 q, 14 u, 15 b", "10-13 Busy, 13-14 Quiet, 14-15 Unknown, 15-16 Busy, 16-20 Down (policy)")]
    [InlineData("up 12", "9 b", "10-12 Unknown, 12-20 Busy (policy)")]
    [InlineData("up 12 left 12", "15 b", "10-12 Down, 12-15 Unknown (policy), 15-20 Busy")]
    [InlineData("gone 13 left 12", "9 q", "10-20 Unknown")]
    [InlineData("down 25 left 25", "9 q", "10-20 Quiet")]
    [InlineData("", "9 b", "10-20 Unknown")]
    [InlineData("record up since 8", "9 b", "10-20 Busy")]
    [InlineData("record up since 12", "9 b", "10-12 Unknown, 12-20 Busy")]
    [InlineData("record down since 12", "9 b", "10-12 Unknown, 12-20 Down")]
    public void Says_what_is_known_and_no_more(string power, string activity, string expected)
    {
        var record = power.Split(' ') is ["record", var state, _, var since] ? new ClusterRecord
        {
            ClusterId = "c", Name = "c", Power = state == "up" ? PowerState.Up : PowerState.Down, PowerSince = At(since),
        } : null;
        List<AuditEntry> entries = record is null && power.Length > 0 ? [.. power.Split("; ").Select(Entry)] : [];
        List<ObservedActivity> changes = [.. activity.Split(", ").Select(text => text.Split(' ')).Select(words => new ObservedActivity(
            words[1] switch { "b" => Activity.Busy, "q" => Activity.Quiet, _ => Activity.Unknown }, At(words[0])))];

        var stretches = HistoryStretches.Of(entries, record, changes, At("10"), At("20"));

        Assert.Equal(expected, string.Join(", ", stretches.Select(s =>
            $"{Hour(s.From)}-{Hour(s.To)} {s.State}{(s.By is { } by ? $" ({by})" : "")}")));
        Assert.Equal(10, HistoryStretches.HoursOf(stretches) is var hours ? hours.Busy + hours.Quiet + hours.Down + hours.Unknown : 0);
    }

    private static AuditEntry Entry(string text)
    {
        var words = text.Split(' ');
        var kind = words[0] switch { "up" => AuditKind.CameUp, "down" => AuditKind.WentDown, _ => AuditKind.ClusterDeleted };
        return new(At(words[1]), "r", "timer", kind, "")
        {
            Cause = kind == AuditKind.ClusterDeleted ? null : Cause.Policy, Left = words is [_, _, _, var left] ? At(left) : null,
        };
    }

    private static double Hour(Instant at) => (at - At("0")).TotalHours;

    private static Instant At(string hour) =>
        Instant.FromUtc(2026, 6, 1, 0, 0) + Duration.FromHours(double.Parse(hour, CultureInfo.InvariantCulture));
}
