using System.Text.Json;

namespace HopsworksFunctions.Cli.Run;

/// <summary>What the CLI shows of the app's run report.</summary>
internal sealed record RunReport(string? Outcome, bool DryRun, string? Error, IReadOnlyList<ClusterReport>? Clusters)
{
    /// <summary>Null when the text is no run report.</summary>
    public static RunReport? Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<RunReport>(text, JsonSerializerOptions.Web) is { Outcome: not null } report ? report : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

internal sealed record ClusterReport(string? Name, string? State, string? Rule, string? Action, string? Message, string? Reason, string? Done, string? Error);
