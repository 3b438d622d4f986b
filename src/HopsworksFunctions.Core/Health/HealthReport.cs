using System.Text.Json;
using System.Text.Json.Serialization;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reconciliation;

namespace HopsworksFunctions.Core.Health;

/// <summary>Whether the app can do its work, and what hinders it.</summary>
public sealed record HealthReport(bool Healthy, string Version, string Account, IReadOnlyList<HealthFinding> Checks, FinishedRun? LastRun);

/// <summary>One thing that was tried, how long it took, and what is wrong with it, if anything.</summary>
public sealed record HealthFinding(string Name, bool Healthy, double Milliseconds, string Message);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(CamelCaseEnumConverter<RunOutcome>)])]
[JsonSerializable(typeof(HealthReport))]
public sealed partial class HealthJsonContext : JsonSerializerContext;
