using System.Net;
using System.Text.Json.Nodes;

namespace HopsworksFunctions.Tests.Run;

/// <summary><c>GET coverage</c>, served by the app itself, over the emulated fleet and its past.</summary>
public sealed class CoverageRequestTests
{
    [Fact]
    public async Task Lists_what_the_policies_miss_page_by_page_and_refuses_what_it_does_not_understand()
    {
        await using var app = await ServedApp.StartAsync();

        var all = (await app.SendAsync(HttpMethod.Get, "coverage")).Json;
        Assert.Equal((16, 14, 9), ((int)all["clusters"]!, (int)all["days"]!, all["kinds"]!.AsArray().Count));
        Assert.Equal(
            [
                "inError demo-hannover", "alwaysUp shared-features", "alwaysUp stage-upgrade", "alwaysUp prod-fraud wanted",
                "alwaysUp prod-recsys wanted", "noOwner sandbox-new",
            ],
            all["findings"]!.AsArray().Select(Line));
        Assert.Equal(
            "Known for less than 7 days, so the app does not say whether they are always or never running: sandbox-new.",
            (string?)Assert.Single(all["notes"]!.AsArray()));

        var some = (await app.SendAsync(HttpMethod.Get, "coverage?kind=noOwner,nobody")).Json;
        Assert.Equal("urn:hopsworks-functions:problem:bad-query", (string?)some["type"]);
        some = (await app.SendAsync(HttpMethod.Get, "coverage?kind=noOwner,&kind=NORULE&days=1")).Json;
        Assert.Equal(["noRule 0", "noOwner 1"], some["kinds"]!.AsArray().Select(its => $"{its!["kind"]} {its["count"]}"));

        var paged = new List<string>();
        for (var page = "coverage?limit=2&kind=alwaysUp,inError&days=7"; page is not null;)
        {
            var answer = (await app.SendAsync(HttpMethod.Get, page)).Json;
            Assert.Equal((2, 7), (answer["kinds"]!.AsArray().Count, (int)answer["days"]!));
            paged.AddRange(answer["findings"]!.AsArray().Select(Line));
            page = (string?)answer["next"];
        }
        Assert.Equal(all["findings"]!.AsArray().Select(Line).SkipLast(1), paged);

        foreach (var (query, parameter) in ((string, string)[])[("kind=noRul", "kind"), ("days=0", "days"), ("days=93", "days"),
            ("days=1&days=2", "days"), ("zone=x", "zone"), ("limit=0", "limit"), ("after=x", "after")])
        {
            var (status, problem) = await app.SendAsync(HttpMethod.Get, $"coverage?{query}");
            Assert.Equal((HttpStatusCode.BadRequest, parameter), (status, (string?)problem["field"]));
        }
    }

    [Fact]
    public async Task Without_a_list_of_the_clusters_it_does_not_say_that_all_is_well()
    {
        await using var app = await ServedApp.StartAsync(policies: "{ \"rules\": [");

        var (status, problem) = await app.SendAsync(HttpMethod.Get, "coverage");

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "urn:hopsworks-functions:problem:run-failed"), (status, (string?)problem["type"]));
    }

    private static string Line(JsonNode? finding) =>
        $"{finding!["kind"]} {finding["name"]}{((bool)finding["expected"]! ? " wanted" : "")}";
}
