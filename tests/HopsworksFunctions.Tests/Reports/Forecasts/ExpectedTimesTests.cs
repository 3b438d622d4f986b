using HopsworksFunctions.Core.Reports.Forecasts;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Reports.Forecasts;

/// <summary>A March of 743 hours and 22 weekdays in Stockholm, where clocks go forward on Sunday the 29th.</summary>
public sealed class ExpectedTimesTests
{
    private const string Office = "'up': ['mon-fri 07:00-19:00']";

    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Europe/Stockholm"];
    private static readonly LocalDateTimePattern Minute = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm");
    private static readonly ClusterRecord Down = new() { ClusterId = "c", Name = "c", Power = PowerState.Down };
    private static readonly ClusterRecord Up = Down with { Power = PowerState.Up };
    private static readonly ClusterRecord Spared =
        Down with { Spared = new(At("2026-02-27 19:10"), new(Cloud.Azure, null, false, [], null)) };
    private static readonly ClusterRecord DownInWindow = Down with { Handled = At("2026-03-31 12:00") };

    private static Instant At(string local) => Minute.Parse(local).Value.InZoneStrictly(Zone).ToInstant();

    /// <summary>The rule, the record, the hold, the start of the forecast, and the hours up and stopped.</summary>
    public static readonly TheoryData<string, string, ClusterRecord, string?, string, double, double> Cases = new()
    {
        { "Each window and half an hour", Rule(), Spared, null, "2026-03-01 00:00", 22 * 12.5, 743 - 22 * 12.5 },
        { "What a person stopped is not saved", Rule(), Down, null, "2026-03-01 00:00", 275, 743 - 275 - 31 },
        { "A window an hour short", Rule("'up': ['sun 00:00-06:00']"), Up, null, "2026-03-01 00:00", 4 * 6.5 + 5.5, 711.5 },
        { "A holiday", Rule($"{Office}, 'except': ['2026-03-10']"), Spared, null, "2026-03-01 00:00", 21 * 12.5, 743 - 262.5 },
        { "A date of each year", Rule($"{Office}, 'except': ['*-03-10..*-03-11']"), Spared, null, "2026-03-01 00:00", 250, 493 },
        { "Windows that a stop does not fit between", Rule("'up': ['mon-fri 07:00-12:00', 'mon-fri 12:30-19:00']"), Spared, null,
            "2026-03-01 00:00", 275, 468 },
        { "Always", Rule("'up': ['mon-sun 00:00-24:00']"), Up, null, "2026-03-01 00:00", 743, 0 },
        { "A drain at its longest", Rule(Office, ", 'drain': { 'idle': '20m', 'atMost': '2h' }"), Spared, null, "2026-03-01 00:00",
            22 * 14.5, 743 - 319 },
        { "Starts ahead", Rule(Office, ", 'startAhead': '30m'"), Spared, null, "2026-03-01 00:00", 22 * 13, 743 - 286 },
        { "Never stopped", Rule(Office, ", 'stop': false"), Down, null, "2026-03-01 00:00", 743 - 31, 0 },
        { "A manual start until four", Rule(),
            Up with { Planned = new(At("2026-02-28 19:00"), At("2026-03-01 04:00"), At("2026-02-28 23:00")) }, null, "2026-03-01 00:00",
            275 + 4.5, 463.5 },
        { "A start on its way", Rule(), Down with { Pending = new(ClusterAction.Start, Reason.WindowStart, "r", At("2026-03-31 06:59"),
            CallAnswer.Accepted, null) }, null, "2026-03-31 07:00", 12.5, 4.5 },
        { "Stopped by hand within a window", Rule(), DownInWindow, null, "2026-03-31 12:00", 0, 0 },
        { "The same where the schedule is enforced", Rule(Office, ", 'enforce': true"), DownInWindow, null, "2026-03-31 12:00", 7.5, 4.5 },
        { "Stopped when idle within a window", Rule(), DownInWindow with { Spared = Spared.Spared }, null, "2026-03-31 12:00", 0, 12 },
        { "Not started yet within a window", Rule(), Spared, null, "2026-03-31 12:00", 7.5, 4.5 },
        { "Held up into a window", Rule(), Spared, "Up 2026-03-10 12:00", "2026-03-01 00:00", 9 * 24 + 19.5 + 15 * 12.5, 320 },
        { "Held up beyond a window", Rule(), Up, "Up 2026-03-14 12:00", "2026-03-01 00:00", 13 * 24 + 12.5 + 12 * 12.5, 268.5 },
        { "Held up all month", Rule(), Up, "Up 2026-04-05 12:00", "2026-03-01 00:00", 743, 0 },
        { "Held down into a window", Rule(), Up, "Down 2026-03-10 12:00", "2026-03-01 00:00", 7.5 + 15 * 12.5, 320 },
        { "Held down outside of one", Rule(), Spared, "Down 2026-03-14 12:00", "2026-03-01 00:00", 12 * 12.5, 743 - 150 - 367 },
        { "Held down until released", Rule(), Spared, "Down 9999-01-01 01:00", "2026-03-01 00:00", 0, 0 },
        { "Held as is while up", Rule(), Up, "AsIs 2026-03-14 12:00", "2026-03-01 00:00", 13 * 24 + 12.5 + 12 * 12.5, 268.5 },
        { "Held as is while down", Rule(), Spared, "AsIs 2026-03-10 12:00", "2026-03-01 00:00", 7.5 + 15 * 12.5, 320 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_schedule_says_when_a_cluster_is_up_and_what_is_saved(
        string name, string rule, ClusterRecord record, string? hold, string from, double up, double stopped)
    {
        var policies = PolicyText.Valid(rule);
        var held = hold?.Split(' ', 2) is [var state, var until]
            ? new Hold("c", Enum.Parse<HoldState>(state), At("2026-02-28 12:00"), At(until), "anna", null) : null;
        Assert.Equal(ForecastBasis.Schedule, ExpectedTimes.BasisOf(policies, policies.Rules[0], record, isHoldDamaged: false));

        var times = ExpectedTimes.BySchedule(policies.Rules[0], record, held, At(from), At("2026-04-01 00:00"));

        Assert.Equal((name, up, stopped), (name, times.Up.TotalHours, times.Stopped.TotalHours));
    }

    /// <summary>The rule's fields after its name, and the basis of its forecast.</summary>
    [Theory]
    [InlineData("'schedule': 'office'", ForecastBasis.Schedule)]
    [InlineData("'schedule': 'office', 'start': false", ForecastBasis.LastWeeks)]
    [InlineData("'schedule': 'office', 'start': false, 'stop': false", ForecastBasis.AsNow)]
    [InlineData("'schedule': 'office', 'dryRun': true", ForecastBasis.AsNow)]
    [InlineData("'idle': { 'after': '1h' }", ForecastBasis.LastWeeks)]
    [InlineData("'maxUptime': '8h'", ForecastBasis.LastWeeks)]
    [InlineData("'protect': true", ForecastBasis.AsNow)]
    [InlineData("'manage': false", ForecastBasis.AsNow)]
    public void What_no_schedule_starts_and_stops_is_not_forecast_by_one(string fields, ForecastBasis basis)
    {
        var policies = PolicyText.Valid(
            $"{{ 'timeZone': 'UTC', 'schedules': {{ 'office': {{ {Office} }} }}, "
            + $"'rules': [ {{ 'name': 'r', 'match': {{}}, {fields} }} ] }}");
        var rule = policies.Rules[0];

        Assert.Equal(basis, ExpectedTimes.BasisOf(policies, rule, Up, isHoldDamaged: false));
        Assert.Equal(ForecastBasis.AsNow, ExpectedTimes.BasisOf(policies with { DryRun = true }, rule, Up, isHoldDamaged: false));
        Assert.Equal(ForecastBasis.AsNow, ExpectedTimes.BasisOf(policies, rule, Up, isHoldDamaged: true));
        Assert.Equal(ForecastBasis.Unknown, ExpectedTimes.BasisOf(policies, rule, Up with { Power = null }, isHoldDamaged: false));
        Assert.Equal(ForecastBasis.Gone, ExpectedTimes.BasisOf(policies, rule, null, isHoldDamaged: false));
    }

    private static string Rule(string schedule = Office, string fields = "") =>
        $"{{ 'timeZone': 'Europe/Stockholm', 'schedules': {{ 's': {{ {schedule} }} }}, "
        + $"'rules': [ {{ 'name': 'r', 'match': {{}}, 'schedule': 's'{fields} }} ] }}";
}
