using System.Diagnostics;

namespace HopsworksFunctions.Core.Telemetry;

/// <summary>The source name of the app's traces and metrics.</summary>
public static class TelemetrySource
{
    public const string Name = "HopsworksFunctions";

    internal static readonly ActivitySource Activities = new(Name);
}
