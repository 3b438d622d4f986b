using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Reads a scenario, JSON with comments and trailing commas, and finds all its problems.</summary>
internal static class ScenarioFile
{
    private static readonly Duration MaxLength = Duration.FromDays(366 * 20);

    /// <param name="folder">The base of policy file paths.</param>
    public static (Scenario? Scenario, IReadOnlyList<Problem> Problems) Parse(ReadOnlySpan<byte> utf8, string folder)
    {
        var problems = new List<Problem>();
        if (JsonText.Parse(utf8, problems) is not { } root)
            return (null, problems);
        var file = new ObjectReader(root, problems);
        file.String("$schema");
        var (start, end) = (Required(file, "start"), Required(file, "end"));
        var tick = ScenarioText.Duration(file, "tick", "5m") ?? Duration.FromMinutes(5);
        if (tick < Duration.FromSeconds(1))
            file.AddError(root["tick"]!, "a tick is at least a second");
        var reader = new ScenarioPolicies(folder, start ?? default, end ?? default);
        var policies = reader.Read(file, tick, problems);
        if (start > end || end - start > MaxLength)
            file.AddError(root["end"]!, start > end ? "'end' is before 'start'" : "a scenario lasts at most 20 years");
        var (startTakes, stopTakes, backupTakes) = file.Object("timings") is not { } node ? default
            : ScenarioText.Object(node, problems, timings => (
                ScenarioText.Duration(timings, "start", "6m"), ScenarioText.Duration(timings, "stop", "3m"),
                ScenarioText.Duration(timings, "backup", "30m")));
        var clusters = ScenarioClusters.Read(file, start ?? default, problems);
        var events = ScenarioEvents.Read(file, clusters.Select(c => c.Id).Where(id => id.Length > 0).ToHashSet(), tick, reader, problems);
        file.RejectUnknownMembers();
        if (problems.Any(p => p.Severity == Severity.Error))
            return (null, [.. problems.OrderBy(p => p.Place.Line).ThenBy(p => p.Place.Column)]);
        var scenario = new Scenario(
            policies!, start!.Value, end!.Value, tick, startTakes ?? default, stopTakes ?? default, clusters, events)
        {
            PolicyFolder = reader.FolderOf(root["policies"]!),
            BackupTakes = backupTakes ?? Duration.Zero,
        };
        return (scenario, problems);
    }

    private static Instant? Required(ObjectReader file, string member)
    {
        if (file.Node[member] is null && file.Node.Kind == System.Text.Json.JsonValueKind.Object)
            file.AddError(file.Node, $"'{member}' is missing, an instant such as 2026-06-01T16:50:00Z");
        return ScenarioText.Instant(file, member);
    }
}
