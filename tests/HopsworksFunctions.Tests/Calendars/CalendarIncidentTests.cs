using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;

namespace HopsworksFunctions.Tests.Calendars;

public sealed class CalendarIncidentTests
{
    private static readonly Instant Read = Instant.FromUtc(2026, 5, 31, 8, 30);

    [Fact]
    public async Task A_calendar_that_cannot_be_read_is_told_once_and_once_when_it_was()
    {
        var bench = new Bench().Lists(Bench.Stopped("dev-1"));
        var fine = bench.Policies;
        bench.Policies = fine with { Calendars = [new("de", "no.ics: there is no file no.ics", Read)] };

        var begins = Assert.Single((await bench.RunAsync()).Notices);
        Assert.Equal((EventKind.Config, false), (begins.Kind, begins.Over));
        Assert.Equal(
            "Calendar 'de' could not be read (no.ics: there is no file no.ics); its dates of 2026-05-31 08:30 UTC stay in force.",
            begins.Message);
        Assert.Empty((await bench.RunAsync()).Notices);
        Assert.Equal("de", Assert.Single(bench.Store.Incidents).Calendar);

        bench.Policies = fine;
        var over = Assert.Single((await bench.RunAsync()).Notices);
        Assert.Equal((EventKind.Config, true, "Calendar 'de' was read."), (over.Kind, over.Over, over.Message));
        Assert.Empty(bench.Store.Incidents);
    }

    [Fact]
    public async Task Two_calendars_and_invalid_policies_are_three_incidents()
    {
        var bench = new Bench().Lists(Bench.Stopped("dev-1"));
        bench.Policies = bench.Policies with
        {
            Error = "policies.json(1,1): error: $: no",
            Calendars = [new("de", "a.ics: it is cut off", Read), new("se", "b.ics: it is cut off", Read)],
        };

        Assert.Equal(3, (await bench.RunAsync()).Notices.Count(n => n.Kind == EventKind.Config));
    }
}
