using System.Text.Json.Nodes;
using HopsworksFunctions.Core.Policies.Schedules;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Policies.Schedules;

public sealed class ScheduleVectorTests
{
    private static readonly JsonNode Vectors = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Policies", "schedule-vectors.json")))!;

    private static readonly Dictionary<string, Schedule> Schedules = Vectors["schedules"]!.AsObject().ToDictionary(
        s => s.Key,
        s => PolicyText.Schedule((string)s.Value!["tz"]!, [.. s.Value["up"]!.AsArray().Select(w => (string)w!)]));

    public static TheoryData<string, string, string, string> Cases() => [.. Vectors["cases"]!.AsArray().Select(c =>
        new TheoryDataRow<string, string, string, string>((string)c!["schedule"]!, (string)c["utc"]!, (string)c["expect"]!, (string)c["note"]!))];

    [Theory, MemberData(nameof(Cases))]
    public void Is_up_exactly_when_it_should(string schedule, string utc, string expect, string note)
    {
        var at = InstantPattern.ExtendedIso.Parse(utc).Value;

        Assert.True(Schedules[schedule].IsUp(at) == (expect == "up"), note);
    }
}
