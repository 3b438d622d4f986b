using System.Text.Json;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;
using NodaTime.Text;
using static HopsworksFunctions.Core.IdleProbes.ClusterAnswer;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>Interprets a cluster's answers about its projects. Samples say why the cluster is active or unknown; null means idle.</summary>
internal static class ProjectReading
{
    // Idle means scaled to zero. Any other status, known or unknown, may be active.
    private static readonly string[] NotServing = ["Created", "Failed", "Idle", "Stopping", "Stopped"];

    /// <summary>Returns the projects that the key can see (<c>GET /project</c>, a bare array); null for any other answer.</summary>
    public static IReadOnlyList<long>? Ids(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Array)
            return null;
        var ids = answer.EnumerateArray().Select(member => Count(Member(member, "project"), "id")).ToList();
        return ids.Contains(null) ? null : [.. ids.Select(id => id!.Value)];
    }

    /// <summary>Reads <c>GET /project/{id}/serving</c>: a bare array.</summary>
    public static Sample? Deployments(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Array)
            return Sample.Unknown("its deployments are not a list");
        foreach (var deployment in answer.EnumerateArray())
        {
            if (Text(deployment, "status") is not { } status)
                return Sample.Unknown("a deployment has no status");
            if (!NotServing.Contains(status))
                return Sample.Busy($"deployment {Name(deployment)} is {TextSanitizer.ToLine(status)}");
        }
        return null;
    }

    /// <summary>Reads <c>GET /project/{id}/jobs</c>, limited to jobs with a latest execution that has not finished.</summary>
    public static Sample? Running(JsonElement answer) => Count(answer, "count") switch
    {
        null => Sample.Unknown("its running jobs have no count"),
        0 => null,
        var count => Sample.Busy($"{CountText.Of((int)count, "job")} running"),
    };

    /// <summary>Reads a page of <c>GET /project/{id}/jobs</c>, and looks for schedules due before <paramref name="until"/>.</summary>
    public static Sample? Scheduled(JsonElement page, Instant until)
    {
        foreach (var job in Items(page))
        {
            var schedule = Member(job, "jobSchedule");
            var enabled = Member(schedule, "enabled").ValueKind;
            if (schedule.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null || enabled == JsonValueKind.False)
                continue;
            if (enabled != JsonValueKind.True
                || !InstantPattern.ExtendedIso.Parse(Text(schedule, "nextExecutionDateTime") ?? "").TryGetValue(default, out var next))
                return Sample.Unknown($"cannot tell when job {Name(job)} runs next");
            if (next < until)
                return Sample.Busy($"job {Name(job)} runs next {next}");
        }
        return null;
    }

    /// <summary>Returns a page's items, which the answer omits if there are none.</summary>
    public static IReadOnlyList<JsonElement> Items(JsonElement page) =>
        Member(page, "items") is { ValueKind: JsonValueKind.Array } items ? [.. items.EnumerateArray()] : [];

    private static string? Text(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static string Name(JsonElement json) => $"'{TextSanitizer.ToLine(Text(json, "name"))}'";
}
