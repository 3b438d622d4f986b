using System.Net;

namespace HopsworksFunctions.Tests.Run;

/// <summary><c>GET actions</c>, <c>runs</c>, <c>timeline</c> and <c>savings</c>, served by the app itself.</summary>
public sealed class HistoryRequestTests
{
    [Fact]
    public async Task Shows_what_a_run_did_page_by_page_and_refuses_what_it_does_not_understand()
    {
        await using var app = await ServedApp.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Post, "reconcile")).Status);

        var all = (await app.SendAsync(HttpMethod.Get, "actions")).Json["actions"]!.AsArray();
        Assert.Contains(all, a => ((string?)a!["kind"], (string?)a["step"]) is ("stop", "intent"));
        Assert.Contains(all, a => ((string?)a!["kind"], (string?)a["step"]) is ("start", "accepted"));
        Assert.EndsWith("Z", (string)all[0]!["at"]!, StringComparison.Ordinal);

        // The emulated fleet also has a past, which the query must leave out. One that people just started is also seen running by the run.
        var began = (await app.SendAsync(HttpMethod.Get, "runs?limit=1")).Json["runs"]![0]!["startedAt"]!.GetValue<DateTimeOffset>();
        var started = began.UtcDateTime.ToString("O");
        var two = all.Where(a => a!["at"]!.GetValue<DateTimeOffset>() >= began).GroupBy(a => (string)a!["clusterId"]!)
            .First(of => of.Count() == 2);
        var cluster = two.Key;
        var first = (await app.SendAsync(HttpMethod.Get, $"actions?cluster={cluster}&from={started}&limit=1")).Json;
        Assert.Equal(two.First()!.ToJsonString(), Assert.Single(first["actions"]!.AsArray())!.ToJsonString());
        Assert.DoesNotContain("code=", (string)first["next"]!, StringComparison.Ordinal);
        var second = (await app.SendAsync(HttpMethod.Get, (string)first["next"]!)).Json;
        Assert.Equal((cluster, "intent"), ((string?)second["actions"]![0]!["clusterId"], (string?)second["actions"]![0]!["step"]));
        Assert.Null(second["next"]);

        var runs = (await app.SendAsync(HttpMethod.Get, "runs?limit=100")).Json["runs"]!.AsArray().Select(r => (string?)r!["id"]).ToList();
        var paged = new List<string?>();
        for (var page = "runs?limit=8"; page is not null;)
        {
            var answer = (await app.SendAsync(HttpMethod.Get, page)).Json;
            paged.AddRange(answer["runs"]!.AsArray().Select(r => (string?)r!["id"]));
            page = (string?)answer["next"];
        }
        Assert.Equal(runs, paged);

        var run = Assert.Single((await app.SendAsync(HttpMethod.Get, "runs?limit=1")).Json["runs"]!.AsArray())!;
        Assert.Equal(("ok", "HTTP", 16), ((string?)run["outcome"], (string?)run["trigger"], (int)run["counts"]!["clusters"]!));

        var timeline = (await app.SendAsync(HttpMethod.Get, "timeline")).Json;
        var seen = timeline["clusters"]!.AsArray().Single(c => (string?)c!["name"] == "dev-anna")!;
        Assert.Equal("office", (string?)seen["schedule"]);
        Assert.NotEmpty(timeline["schedules"]!["office"]!.AsArray());
        Assert.Equal(16, timeline["clusters"]!.AsArray().Count);
        Assert.EndsWith("Z", (string)timeline["observedUntil"]!, StringComparison.Ordinal);

        var saved = (await app.SendAsync(HttpMethod.Get, "savings?from=2026-01-01&to=2026-02-01")).Json;
        Assert.Equal((0m, "list price, on-demand, compute only (estimate)"), ((decimal)saved["nodeHours"]!, (string?)saved["label"]));
        Assert.NotEmpty(saved["assumptions"]!.AsArray());
        var week = (await app.SendAsync(HttpMethod.Get, $"savings?from={TimeProvider.System.GetUtcNow().AddDays(-7):yyyy-MM-dd}")).Json;
        Assert.True((decimal)week["nodeHours"]! > 0);
        // Each of up to eight days is rounded to two places separately.
        Assert.InRange(week["days"]!.AsArray().Sum(d => (decimal)d!["nodeHours"]!) - (decimal)week["nodeHours"]!, -0.05m, 0.05m);

        foreach (var function in (string[])["timeline", "savings?from=2026-01-01&to=2026-02-01", "savings", "forecast?zone=policies"])
            await AssertPagesJoinAsync(app, function);

        foreach (var (function, query, parameter) in Wrong)
        {
            var (status, problem) = await app.SendAsync(HttpMethod.Get, $"{function}?{query}");
            Assert.Equal((HttpStatusCode.BadRequest, "urn:hopsworks-functions:problem:bad-query"), (status, (string?)problem["type"]));
            Assert.StartsWith($"`{parameter}` must be ", (string)problem["detail"]!, StringComparison.Ordinal);
        }
    }

    private static async Task AssertPagesJoinAsync(ServedApp app, string function)
    {
        // The whole answer and its pages are read at once, because the end of the default range moves on.
        var whole = (await app.SendAsync(HttpMethod.Get, function)).Json;
        var start = $"{function}{(function.Contains('?', StringComparison.Ordinal) ? '&' : '?')}limit=5";
        var found = new List<string?>();
        for (var page = start; page is not null;)
        {
            var answer = (await app.SendAsync(HttpMethod.Get, page)).Json;
            Assert.InRange(answer["clusters"]!.AsArray().Count, 0, 5);
            Assert.Equal((string?)whole["label"], (string?)answer["label"]);
            found.AddRange(answer["clusters"]!.AsArray().Select(c => (string?)c!["id"]));
            page = (string?)answer["next"];
        }
        Assert.Equal(whole["clusters"]!.AsArray().Select(c => (string?)c!["id"]), found);
    }

    private static IEnumerable<(string Function, string Query, string Parameter)> Wrong =>
    [
        ("actions", "from=yesterday", "from"),
        ("actions", "to=2026-06-01T20:00", "to"),
        ("actions", "from=2026-06-02&to=2026-06-01", "to"),
        ("actions", "limit=0", "limit"),
        ("actions", "limit=1001", "limit"),
        ("actions", "cluster=a&cluster=b", "cluster"),
        ("actions", "cluster=" + new string('c', 1025), "cluster"),
        ("actions", "after=x", "after"),
        ("runs", "limit=101", "limit"),
        ("runs", "limit=-1", "limit"),
        ("runs", "after=x", "after"),
        ("timeline", "from=2026-06-01&to=2026-07-03", "from"),
        ("timeline", "to=2026-06-32", "to"),
        ("savings", "from=2026-01-01&to=2026-04-04", "from"),
        ("savings", "from=9000-01-01", "from"),
        ("actions", "to=9999-12-31", "to"),
        ("actions", "from=0001-01-01", "from"),
        ("timeline", "from=9999-12-20&to=9999-12-31", "from"),
        ("timeline", "to=9999-12-31T23:59:59Z", "to"),
        ("savings", "from=0001-01-01&to=0001-01-02", "from"),
        ("savings", "from=9999-12-01&to=9999-12-31", "from"),
        ("savings", "limit=1001", "limit"),
        ("timeline", "after=-1", "after"),
    ];
}
