using HopsworksFunctions.Core.Reports.Timelines;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reports.Savings;
using NodaTime;
using static HopsworksFunctions.Tests.Reports.Savings.Audited;

namespace HopsworksFunctions.Tests.Reports.Timelines;

/// <summary>The time up on June 2, as known at its end.</summary>
public sealed class UpTimesTests
{
    private static readonly Instant From = At("2026-06-02 00:00");
    private static readonly Instant To = At("2026-06-03 00:00");

    private static string Up(ClusterRecord? record, params AuditEntry[] entries) =>
        string.Join(' ', UpTimes.Of(entries, record, From, To).Select(u =>
        $"{u.From.InUtc():HH:mm}-{(u.To is { } end ? $"{end.InUtc():HH:mm}" : "")} {u.By}"));

    private static ClusterRecord Record(PowerState power, string since) =>
        new() { ClusterId = "a", Name = "a", Power = power, PowerSince = At(since), StartedByHand = true };

    [Fact]
    public void Up_is_from_when_it_was_seen_running_until_it_was_last_seen_so() => Assert.Multiple(
        () => Assert.Equal(
            "07:10-19:00 Policy", Up(null, Audited.Up("a", "2026-06-02 07:10", "2026-06-02 07:00"), DownByHand("a", "2026-06-02 19:05"))),
        () => Assert.Equal("07:10- Manual", Up(null, Audited.Up("a", "2026-06-02 07:10", "2026-06-02 07:00", Cause.Manual))),
        () => Assert.Equal(
            "00:00-19:00 Policy", Up(null, Audited.Up("a", "2026-06-01 07:10", "2026-06-01 07:00"), DownByHand("a", "2026-06-02 19:05"))),
        () => Assert.Equal("", Up(null, Audited.Up("a", "2026-06-01 07:10", "2026-06-01 07:00"), DownByHand("a", "2026-06-01 19:05"))),
        () => Assert.Equal("", Up(null, Audited.Up("a", "2026-06-03 07:10", "2026-06-03 07:00"))));

    [Fact]
    public void What_was_before_the_first_sight_is_left_out_and_what_is_known_of_before_the_range_is_not() => Assert.Multiple(
        () => Assert.Equal("08:00- Unknown", Up(null, Entry("a", "2026-06-02 08:00", AuditKind.CameUp) with { Cause = Cause.Unknown })),
        () => Assert.Equal("00:00-08:00 Unknown", Up(null, DownByHand("a", "2026-06-02 08:05"))),
        () => Assert.Equal("", Up(null, Entry("a", "2026-06-02 08:00", AuditKind.WentDown) with { Cause = Cause.Unknown })),
        () => Assert.Equal("00:00- Manual", Up(Record(PowerState.Up, "2026-05-01 00:00"))),
        () => Assert.Equal("09:00- Manual", Up(Record(PowerState.Up, "2026-06-02 09:00"))),
        () => Assert.Equal("", Up(Record(PowerState.Up, "2026-05-01 00:00") with { Gone = From })),
        () => Assert.Equal("", Up(Record(PowerState.Down, "2026-05-01 00:00"))));

    [Fact]
    public void A_hold_lasts_until_its_end_another_one_or_its_release()
    {
        AuditEntry Held(string at, string until) =>
            Entry("a", at, AuditKind.Hold) with { HeldAs = HoldState.Up, HeldUntil = At(until), By = "anna" };

        var found = HeldTimes.Of(
            [
                Held("2026-06-01 22:00", "2026-06-02 03:00"), Held("2026-06-02 01:00", "2026-06-02 09:00"),
                Entry("a", "2026-06-02 02:00", AuditKind.Release),
                Held("2026-06-02 05:00", "2026-06-02 06:00") with { Step = AuditStep.Refused },
                Held("2026-06-02 20:00", "2026-06-04 00:00"),
            ],
            new("a", HoldState.Up, At("2026-06-02 20:00"), At("2026-06-04 00:00"), "anna", null), From, To);

        Assert.Equal(["00:00-01:00", "01:00-02:00", "20:00-00:00"], found.Select(h => $"{h.From.InUtc():HH:mm}-{h.To.InUtc():HH:mm}"));
        Assert.All(found, h => Assert.Equal((HoldState.Up, "anna"), (h.State, h.By)));
    }
}
