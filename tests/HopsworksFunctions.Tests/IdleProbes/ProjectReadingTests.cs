using System.Text.Json;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Tests.IdleProbes;

public sealed class ProjectReadingTests
{
    private static readonly Instant Morning = Instant.FromUtc(2026, 6, 2, 7, 0);

    [Theory]
    [InlineData("[]", "")]
    [InlineData("""[{"project":{"id":119,"name":"a"}},{"project":{"id":120}}]""", "119 120")]
    [InlineData("""[{"project":{"name":"a"}}]""", null)]
    [InlineData("""[{"id":119}]""", null)]
    [InlineData("""{"items":[]}""", null)]
    [InlineData("null", null)]
    public void Projects(string json, string? ids) =>
        Assert.Equal(ids, ProjectReading.Ids(Json(json)) is { } read ? string.Join(' ', read) : null);

    [Theory]
    [InlineData("[]", null)]
    [InlineData("""[{"status":"Stopped"},{"status":"Idle"},{"status":"Created"},{"status":"Failed"},{"status":"Stopping"}]""", null)]
    [InlineData("""[{"status":"Stopped"},{"name":"fraud","status":"Running"}]""", Activity.Busy)]
    [InlineData("""[{"status":"Starting"}]""", Activity.Busy)]
    [InlineData("""[{"status":"Started"}]""", Activity.Busy)]
    [InlineData("""[{"status":"Updating"}]""", Activity.Busy)]
    [InlineData("""[{"status":"Creating"}]""", Activity.Busy)]
    [InlineData("""[{"status":"Transforming"}]""", Activity.Busy)]
    [InlineData("""[{"status":"running"}]""", Activity.Busy)]
    [InlineData("""[{"name":"fraud"}]""", Activity.Unknown)]
    [InlineData("""[{"status":null}]""", Activity.Unknown)]
    [InlineData("[null]", Activity.Unknown)]
    [InlineData("""{"items":[]}""", Activity.Unknown)]
    [InlineData("null", Activity.Unknown)]
    public void Deployments(string json, Activity? expected) => Assert.Equal(expected, ProjectReading.Deployments(Json(json))?.Activity);

    [Theory]
    [InlineData("""{"href":"x","count":0}""", null)]
    [InlineData("""{"href":"x","items":[{}],"count":1}""", Activity.Busy)]
    [InlineData("""{"href":"x"}""", Activity.Unknown)]
    [InlineData("""{"count":-1}""", Activity.Unknown)]
    [InlineData("[]", Activity.Unknown)]
    public void Running_jobs(string json, Activity? expected) => Assert.Equal(expected, ProjectReading.Running(Json(json))?.Activity);

    [Theory]
    [InlineData("""{"id":1,"enabled":true,"nextExecutionDateTime":"2026-06-02T06:59:59Z"}""", Activity.Busy)]
    [InlineData("""{"id":1,"enabled":true,"nextExecutionDateTime":"2026-06-02T06:59:59.999Z"}""", Activity.Busy)]
    [InlineData("""{"id":1,"enabled":true,"nextExecutionDateTime":"2026-06-02T07:00:00Z"}""", null)]
    [InlineData("""{"id":1,"enabled":true,"nextExecutionDateTime":"2020-01-01T00:00:00Z"}""", Activity.Busy)]
    [InlineData("""{"id":1,"enabled":false,"nextExecutionDateTime":"2026-06-02T06:00:00Z"}""", null)]
    [InlineData("null", null)]
    [InlineData("""{"id":1,"enabled":true}""", Activity.Unknown)]
    [InlineData("""{"id":1,"enabled":true,"nextExecutionDateTime":1780380000000}""", Activity.Unknown)]
    [InlineData("""{"id":1,"enabled":true,"nextExecutionDateTime":"tonight"}""", Activity.Unknown)]
    [InlineData("""{"id":1,"nextExecutionDateTime":"2026-06-02T08:00:00Z"}""", Activity.Unknown)]
    [InlineData("[]", Activity.Unknown)]
    public void Schedules(string schedule, Activity? expected) => Assert.Equal(
        expected, ProjectReading.Scheduled(Json($$"""{"count":2,"items":[{"name":"a"},{"name":"nightly","jobSchedule":{{schedule}}}]}"""), Morning)?.Activity);

    [Fact]
    public void An_absent_list_has_no_schedule() => Assert.Null(ProjectReading.Scheduled(Json("""{"count":0}"""), Morning));

    private static JsonElement Json(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
