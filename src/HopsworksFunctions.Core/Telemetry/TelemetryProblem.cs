namespace HopsworksFunctions.Core.Telemetry;

/// <summary>Why neither traces nor metrics are sent, although somebody is to get them; not registered where nothing is wrong.</summary>
public sealed record TelemetryProblem(string Message);
