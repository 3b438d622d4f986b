using System.Text.Json;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>
/// A cluster's answer to one call: JSON that is not an error, or why there is none. Never contains the answer's own text, which may repeat
/// the key.
/// </summary>
internal readonly record struct ClusterAnswer(JsonElement Json, string? Problem, int Status = 0, int? ErrorCode = null)
{
    /// <summary>Whether the cluster did not answer, or its service failed.</summary>
    public bool NoService { get; private init; }

    public static ClusterAnswer None(string problem) => new(default, problem);

    public static ClusterAnswer Silent(string problem) => None(problem) with { NoService = true };

    /// <summary>Returns the sample of an answer that says nothing about activity.</summary>
    /// <param name="problem">The problem, including what was requested.</param>
    public Sample Unknown(string problem) => Sample.Unknown(problem) with { NoService = NoService };

    public static ClusterAnswer Read(int status, ReadOnlyMemory<byte> body)
    {
        var json = Parse(body);
        var code = Member(json, "errorCode");
        var error = code.ValueKind == JsonValueKind.Number && code.TryGetInt32(out var number) ? number : (int?)null;
        var problem = status switch
        {
            200 when error is not null => "it answers with an error",
            200 => json.ValueKind == JsonValueKind.Undefined ? "its answer is not JSON" : null,
            401 => "its API key was rejected",
            403 when error == 160000 => "the key's user has no role in the project",
            403 => "its API key lacks a scope, or its user a role",
            >= 300 and < 400 => "it redirects",
            _ => "unexpected answer",
        };
        var told = problem is null ? null : $"{problem} (HTTP {status}{(error is null ? "" : $", error {error}")})";
        return new(json, told, status, error) { NoService = status >= 500 };
    }

    /// <summary>Returns a member of an object; undefined if it is missing.</summary>
    public static JsonElement Member(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var member) ? member : default;

    /// <summary>Returns a non-negative whole number; null for anything else.</summary>
    public static long? Count(JsonElement json, string name) =>
        Member(json, name) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var count) && count >= 0 ? count : null;

    private static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
