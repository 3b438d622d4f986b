using System.Diagnostics;

namespace HopsworksFunctions.Core.Telemetry;

/// <summary>The name under which traces and metrics are listened to.</summary>
public static class TelemetrySource
{
    public const string Name = "HopsworksFunctions";

    internal static readonly ActivitySource Activities = new(Name);
}
