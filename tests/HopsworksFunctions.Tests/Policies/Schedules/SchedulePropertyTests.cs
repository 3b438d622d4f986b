using CsCheck;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Tests.Policies.Schedules;

/// <summary>Properties of every schedule. CsCheck_Iter=1000 in the environment makes each ten times as thorough.</summary>
public sealed class SchedulePropertyTests
{
    private static readonly Duration Tick = Duration.FromTicks(1);

    [Fact]
    public void Agrees_with_a_clock_that_is_read_minute_by_minute() => ScheduleSamples.All.Sample(
        sample =>
        {
            var schedule = sample.Build();
            foreach (var (at, up) in new WallClock(schedule.Zone, sample.At).Watch(sample))
                Assert.True(up == schedule.IsUp(at), $"{at} is {(up ? "up" : "down")} by the clock");
        },
        iter: 2 * Check.Iter);

    [Fact]
    public void Turns_where_it_says_and_nowhere_else() => ScheduleSamples.All.Sample(
        sample =>
        {
            var schedule = sample.Build();
            var state = schedule.At(sample.At);
            foreach (var boundary in schedule.After(sample.At).Take(20))
            {
                // Starts and stops alternate, and each side of a boundary knows of it.
                Assert.Equal((state.Until, !state.IsUp), (boundary.At, boundary.Up));
                Assert.Equal(state.IsUp, schedule.IsUp(boundary.At - Tick));
                Assert.Equal(boundary.At, schedule.At(boundary.At - Tick).Until);
                state = schedule.At(boundary.At);
                Assert.Equal((boundary.Up, boundary.At), (state.IsUp, state.Since));
                Assert.True(state.Until is null || state.Until > boundary.At);
            }
        },
        iter: 3 * Check.Iter);

    [Fact]
    public void Names_no_boundary_further_away_than_400_days_before_or_five_years_after() => ScheduleSamples.All.Sample(
        sample =>
        {
            var state = sample.Build().At(sample.At);
            Assert.True((state.Since is not { } since || since <= sample.At && sample.At - since <= Schedule.Horizon)
                && (state.Until is not { } until || until > sample.At && until - sample.At <= Schedule.FarHorizon));
        },
        iter: 3 * Check.Iter);

    [Fact]
    public void Is_up_as_long_as_its_stretches_are_together() => ScheduleSamples.All.Sample(
        sample =>
        {
            var schedule = sample.Build();
            var (from, to) = (sample.At, sample.At + Duration.FromDays(14));
            var minutes = Enumerable.Range(0, 14 * 1440).Count(i => schedule.IsUp(from + Duration.FromMinutes(i)));
            var turns = schedule.After(from).Select(b => b.At).TakeWhile(at => at < to).Prepend(from).Append(to).ToList();
            var stretches = turns.Zip(turns.Skip(1)).Where(s => schedule.IsUp(s.First))
                .Aggregate(Duration.Zero, (sum, s) => sum + (s.Second - s.First));
            Assert.Equal(Duration.FromMinutes(minutes), stretches);
        },
        iter: 2 * Check.Iter);

    [Fact]
    public void Is_followed_by_ticks_of_any_length_to_the_same_state() => ScheduleSamples.All.Sample(
        sample =>
        {
            var schedule = sample.Build();
            var end = sample.At + Duration.FromDays(4);
            foreach (var minutes in (int[])[1, 5, 7, 60])
                Assert.Equal(schedule.IsUp(end), Follow(schedule, end, minutes));
        },
        iter: Check.Iter);

    [Fact]
    public void Has_in_every_zone_and_at_every_clock_change_windows_that_start_before_they_end()
    {
        var random = new Random(20260329);
        var changes = DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id])
            .SelectMany(zone => zone.GetZoneIntervals(Instant.FromUtc(2000, 1, 1, 0, 0), Instant.FromUtc(2038, 1, 1, 0, 0)),
                (zone, interval) => (zone, interval));
        foreach (var (zone, interval) in changes.Where(c => c.interval.HasStart))
        {
            for (var i = 0; i < 8; i++)
            {
                var (start, end) = (random.Next(0, 1440), random.Next(0, 1440));
                var window = new DailyWindow(new DateSet.LastDay(), At(start), end <= start ? 1 : 0, At(end));
                var on = window.On(interval.IsoLocalStart.Date.PlusDays(i % 3 - 1), zone);
                Assert.True(on.Start <= on.End, $"{zone.Id}, {interval}, {window}");
            }
        }

        static LocalTime At(int minute) => new(minute / 60, minute % 60);
    }

    [Fact]
    public void Loses_in_every_zone_and_at_every_clock_change_the_hours_of_an_excepted_date_and_no_others()
    {
        var random = new Random(20261101);
        var changes = DateTimeZoneProviders.Tzdb.Ids.Select(id => DateTimeZoneProviders.Tzdb[id])
            .SelectMany(zone => zone.GetZoneIntervals(Instant.FromUtc(2000, 1, 1, 0, 0), Instant.FromUtc(2038, 1, 1, 0, 0)),
                (zone, interval) => (zone, interval));
        foreach (var (zone, interval) in changes.Where(c => c.interval.HasStart))
        {
            var cut = interval.IsoLocalStart.Date.PlusDays(random.Next(-1, 2));
            var (first, last) = (cut.PlusDays(-2), cut.PlusDays(2));
            var span = new Span.OfDays(new DateSet.Range(first, first), new(12, 0), 4, new(12, 0));
            var pieces = span.Between(first, last, new DateSet.Range(cut, cut), zone).Where(p => p.Start < p.End).ToList();
            var (from, to) = (Noon(first), Noon(last));
            var instants = Enumerable.Range(0, 2 * 24 * 5).Select(i => from + Duration.FromMinutes(30 * i))
                .Append(interval.Start - Tick).Append(interval.Start).Where(at => at >= from && at < to).Order();
            // The date is the latest that the clock has shown.
            var today = first;
            foreach (var at in instants)
            {
                today = LocalDate.Max(today, at.InZone(zone).Date);
                Assert.True(pieces.Any(p => p.Start <= at && at < p.End) != (today == cut), $"{zone.Id}, {interval}, {cut} cut, {at}");
            }

            Instant Noon(LocalDate date) => date.At(new(12, 0)).InZoneLeniently(zone).ToInstant();
        }
    }

    [Fact]
    public void Holds_office_and_nights_apart_at_every_instant()
    {
        var policies = PolicyFile.Parse(File.ReadAllBytes(Repository.PathTo("policies.sample.json"))).Policies!;
        Gen.Long[Instant.FromUtc(2000, 1, 1, 0, 0).ToUnixTimeTicks(), Instant.FromUtc(2037, 12, 31, 0, 0).ToUnixTimeTicks()].Sample(
            ticks => policies.Schedules["office"].IsUp(Instant.FromUnixTimeTicks(ticks)) != policies.Schedules["nights"].IsUp(
                Instant.FromUnixTimeTicks(ticks)),
            iter: 2 * Check.Iter);
    }

    /// <summary>Returns the state reached by looking now and then, and acting on the latest boundary if it is new.</summary>
    private static bool Follow(Schedule schedule, Instant end, int minutes)
    {
        var (state, handled) = (schedule.IsUp(end - Duration.FromMinutes(96 * 60 / minutes * minutes)), (Instant?)null);
        for (var left = 96 * 60 / minutes * minutes; left >= 0; left -= minutes)
        {
            var now = schedule.At(end - Duration.FromMinutes(left));
            if (now.Since != handled)
                (state, handled) = (now.IsUp, now.Since);
        }
        return state;
    }
}
