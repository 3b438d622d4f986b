using System.Text.Json;
using System.Text.Json.Nodes;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Policies.Decisions;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// The parts of an account's state that exist nowhere else, in one JSON document. Runs, messages and the audit log are not included.
/// </summary>
/// <param name="App">The version of the app that took the snapshot.</param>
internal sealed record StateSnapshot(string Account, Instant TakenAt, string App)
{
    /// <summary>The number of days that snapshots are kept.</summary>
    public const int KeptDays = 30;

    /// <summary>The schema of the documents and of the snapshot itself.</summary>
    public int Schema { get; init; } = DocumentSchema.Current;
    public IReadOnlyList<ClusterRecord> Records { get; init; } = [];
    public IReadOnlyList<Hold> Holds { get; init; } = [];
    public IReadOnlyList<Freeze> Freezes { get; init; } = [];
    public IReadOnlyList<Incident> Incidents { get; init; } = [];

    public static StateSnapshot Of(AccountState state, string account, Instant now) => new(account, now, ProductVersion.Text)
    {
        Records = [.. state.Records.Values.OrderBy(r => r.ClusterId, StringComparer.Ordinal)],
        Holds = [.. state.Holds.Values.OrderBy(h => h.ClusterId, StringComparer.Ordinal)],
        Freezes = state.Freezes,
        Incidents = state.Incidents,
    };

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, StateJson.Documents);

    /// <summary>Returns the name in the cluster's record, or its id if there is no record.</summary>
    public string NameOf(string clusterId) => Records.FirstOrDefault(record => record.ClusterId == clusterId)?.Name ?? clusterId;

    /// <summary>Reads the whole snapshot. An earlier version may have written its documents.</summary>
    /// <param name="problem">Why the snapshot cannot be used, as a clause that follows its name; null if it can.</param>
    public static StateSnapshot? Read(byte[] json, string account, out string? problem)
    {
        try
        {
            var document = JsonNode.Parse(json) as JsonObject ?? throw new JsonException("It is no object.");
            var schema = document["schema"]?.GetValue<int>();
            problem = DocumentSchema.Problem(schema);
            if (problem is not null)
                return null;
            var header = document.Deserialize<Header>(StateJson.Documents)!;
            if (header.Account != account)
                problem = $"is of the account '{header.Account}', not of '{account}'";
            return problem is not null ? null : new(account, header.TakenAt, header.App)
            {
                Records = List<ClusterRecord>("records", DocumentKinds.Record),
                Holds = List<Hold>("holds", DocumentKinds.Hold),
                Freezes = List<Freeze>("freezes", DocumentKinds.Freeze),
                Incidents = List<Incident>("incidents", DocumentKinds.Incident),
            };

            IReadOnlyList<T> List<T>(string name, string kind) => document[name] is JsonArray all
                ? [.. all.Select(item => Upgraded<T>(kind, schema, item))]
                : throw new JsonException($"It has no list '{name}'.");
        }
        // Values of the wrong type, such as a number stored as text, also end here.
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            problem = $"is damaged: {e.Message.TrimEnd('.')}";
            return null;
        }
    }

    private static T Upgraded<T>(string kind, int? schema, JsonNode? item)
    {
        var (json, problem) = DocumentSchema.Read(kind, schema, item?.ToJsonString() ?? "null");
        return JsonSerializer.Deserialize<T>(json ?? throw new JsonException(problem), StateJson.Documents)
            ?? throw new JsonException($"A {kind} is null.");
    }

    private sealed record Header(string Account, Instant TakenAt, string App);
}
