using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Tests.State;

/// <summary>The history of activity over weeks. Each week is a document.</summary>
public sealed class ActivityLogTests
{
    private static readonly Instant Monday = Instant.FromUtc(2026, 6, 1, 0, 0);

    private readonly MemoryDocumentStore documents = new();
    private readonly ActivityLog log;

    public ActivityLogTests() => log = new(documents, Duration.FromDays(90));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gives_back_any_changes_of_any_clusters()
    {
        var random = new Random(18);
        for (var round = 0; round < 30; round++)
        {
            var store = new ActivityLog(new MemoryDocumentStore(), Duration.FromDays(90));
            var expected = new Dictionary<string, List<ObservedActivity>>();
            var at = Monday;
            for (var n = 0; n < 60; n++)
            {
                at += Duration.FromMinutes(random.Next(1, 2000));
                var changes = Enumerable.Range(0, random.Next(1, 8)).Select(i => $"c{i}").Select(id =>
                    new ActivityChange(id, (Activity)random.Next(3), at)).ToList();
                Assert.Empty(await store.AppendAsync(changes, Stop));
                foreach (var change in changes)
                {
                    expected.TryAdd(change.ClusterId, []);
                    expected[change.ClusterId].Add(new(change.Activity!.Value, at));
                }
            }
            foreach (var (id, changes) in expected)
            {
                var read = await store.ReadAsync(id, Monday, at + Duration.FromDays(1), Stop);
                foreach (var probe in Enumerable.Range(0, 300).Select(_ => Monday + (at - Monday) * random.NextDouble()))
                    Assert.Equal(In(changes, probe), read.LastOrDefault(change => change.At <= probe)?.Activity);
            }
        }

        // A week starts without the activity of the week before.
        static Activity In(List<ObservedActivity> changes, Instant at) =>
            changes.LastOrDefault(c => c.At <= at && ActivityWeek.Of(c.At) == ActivityWeek.Of(at))?.Activity ?? Activity.Unknown;
    }

    [Fact]
    public async Task A_run_that_dies_and_repeats_itself_changes_nothing()
    {
        ActivityChange[] changes = [new("c", Activity.Unknown, At(10)), new("c", Activity.Busy, At(30))];
        await log.AppendAsync(changes, Stop);
        await log.AppendAsync([changes[0], new("c", Activity.Busy, At(35))], Stop);

        Assert.Equal(
            [new(Activity.Unknown, Monday), new(Activity.Unknown, At(10)), new(Activity.Busy, At(30))],
            await log.ReadAsync("c", Monday, At(60), Stop));
    }

    [Fact]
    public void A_week_of_too_many_changes_ends_as_unknown()
    {
        var week = ActivityWeek.Empty;
        for (var n = 0; n < 2 * ActivityWeek.MaxChanges; n++)
            week = week.With(At(n), n % 2 == 0 ? Activity.Busy : Activity.Quiet);

        var changes = week.From(new(2026, 6, 1)).ToList();
        Assert.Equal(ActivityWeek.MaxChanges, changes.Count);
        Assert.Equal(Activity.Unknown, changes[^1].Activity);
        Assert.InRange(week.Changes.Length, 1, 32_000);
    }

    [Fact]
    public async Task Old_weeks_are_deleted_and_only_those()
    {
        for (var week = 0; week < 20; week++)
        {
            var at = At(0) + Duration.FromDays(7 * week);
            await log.AppendAsync([.. "abcdef".Select(c => new ActivityChange($"{c}", Activity.Busy, at))], Stop);
        }
        var now = At(0) + Duration.FromDays(7 * 19 + 3);

        await log.PruneAsync(now, Stop);

        var read = await log.ReadAsync("c", Monday, now, Stop);
        var kept = read.Where(change => change.Activity == Activity.Busy).Select(change => change.At).ToList();
        Assert.Equal(ActivityWeek.Of(now - Duration.FromDays(90)), ActivityWeek.Of(kept[0]));
        Assert.Equal(13, kept.Count - 1);
    }

    [Fact]
    public async Task Forgets_one_cluster()
    {
        await log.AppendAsync([new("a", Activity.Busy, At(0)), new("b", Activity.Busy, At(0))], Stop);
        await log.AppendAsync([new("a", Activity.Busy, At(20_000)), new("b", Activity.Quiet, At(20_000))], Stop);

        Assert.Equal(2, await log.DeleteAsync("a", At(30_000), Stop));
        Assert.Equal(0, await log.DeleteAsync("a", At(30_000), Stop));

        Assert.All(await log.ReadAsync("a", Monday, At(30_000), Stop), change => Assert.Equal(Activity.Unknown, change.Activity));
        Assert.Contains(new(Activity.Quiet, At(20_000)), await log.ReadAsync("b", Monday, At(30_000), Stop));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"changes":"12x-"}""")]
    [InlineData("""{"changes":"b"}""")]
    public async Task What_cannot_be_read_is_set_aside_and_the_week_goes_on(string damaged)
    {
        await log.AppendAsync([new("a", Activity.Busy, At(0))], Stop);
        var stored = Assert.Single((await documents.FindAsync("activity-2026-06-01", "a", Stop)).Documents);
        await documents.WriteAsync("activity-2026-06-01", "a", damaged, stored.Version, Stop);

        await log.AppendAsync([new("a", Activity.Quiet, At(60))], Stop);

        Assert.Equal(
            [new(Activity.Unknown, Monday), new(Activity.Quiet, At(60))], await log.ReadAsync("a", Monday, At(120), Stop));
    }

    [Fact]
    public async Task Old_weeks_are_deleted_even_if_nobody_knows_the_first_any_more()
    {
        await log.AppendAsync([new("a", Activity.Busy, Monday)], Stop);
        var stored = Assert.Single((await documents.FindAsync("activity", "first", Stop)).Documents);
        await documents.WriteAsync("activity", "first", "7", stored.Version, Stop);
        var now = Monday + Duration.FromDays(200);

        await log.PruneAsync(now, Stop);
        await log.AppendAsync([new("a", Activity.Quiet, now)], Stop);
        await log.PruneAsync(now, Stop);

        Assert.Empty((await documents.FindAsync("activity-2026-06-01", "a", Stop)).Documents);
        Assert.Equal(new(Activity.Quiet, now), (await log.ReadAsync("a", now, now + Duration.FromHours(1), Stop))[^1]);
    }

    [Fact]
    public async Task Keeps_the_last_facts_of_a_week_and_each_once()
    {
        var all = Enumerable.Range(0, ActivityWeek.MaxFacts + 10).Select(n => new DatedFacts(At(n), Facts($"{n}"))).ToList();
        foreach (var facts in all)
            await log.AppendAsync([new("a", null, facts.At) { Facts = facts.Facts }], Stop);
        await log.AppendAsync([new("a", null, all[^1].At) { Facts = all[^1].Facts }], Stop);

        var kept = (await log.ReadAllAsync(Monday, At(1), Stop)).FactsOf("a").ToList();

        Assert.Equal(ActivityWeek.MaxFacts, kept.Count);
        Assert.Equal(Tags(all.TakeLast(ActivityWeek.MaxFacts)), Tags(kept));

        static IEnumerable<(Instant, string)> Tags(IEnumerable<DatedFacts> some) => some.Select(f => (f.At, f.Facts.Tags["n"]));
    }

    private static ClusterFacts Facts(string tag) =>
        new("a", null, new Dictionary<string, string> { ["n"] = tag }, [new("m", 100, 2)], new(Cloud.Azure, null, false, [], null));

    private static Instant At(int minute) => Monday + Duration.FromMinutes(minute);
}
