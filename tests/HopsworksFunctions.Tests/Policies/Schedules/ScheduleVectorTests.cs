using System.Text.Json.Nodes;
using HopsworksFunctions.Policies.Schedules;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Policies.Schedules;

public sealed class ScheduleVectorTests
{
    private static readonly JsonNode Vectors = JsonNode.Parse(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Policies", "schedule-vectors.json")))!;

    private static readonly Dictionary<string, Schedule> Schedules = Vectors["schedules"]!.AsObject().ToDictionary(
        s => s.Key,
        s => PolicyText.Schedule((string)s.Value!["tz"]!, [.. s.Value["up"]!.AsArray().Select(w => (string)w!)]));

    public static TheoryData<string, string, string, string> Cases() => [.. Vectors["cases"]!.AsArray().Select(c =>
        new TheoryDataRow<string, string, string, string>(
            (string)c!["schedule"]!, (string)c["utc"]!, (string)c["expect"]!, (string)c["note"]!))];

    [Theory, MemberData(nameof(Cases))]
    public void Is_up_exactly_when_it_should(string schedule, string utc, string expect, string note)
    {
        var at = InstantPattern.ExtendedIso.Parse(utc).Value;

        Assert.True(Schedules[schedule].IsUp(at) == (expect == "up"), note);
    }

    [Theory]
    [InlineData("2026-10-25T00:59:59Z", true)]
    [InlineData("2026-10-25T01:00:00Z", false)]
    public void Ends_at_the_last_02_00_also_when_that_is_the_change_itself(string utc, bool up) =>
        Assert.Equal(up, PolicyText.Schedule("Europe/Stockholm", "sun 00:00-02:00").IsUp(InstantPattern.ExtendedIso.Parse(utc).Value));
}
