using System.Text.Json;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>
/// Reads an Azure Monitor alert in the common schema (including cost alerts), or a budget's own notification. Ignores everything else
/// Azure sends.
/// </summary>
internal static class AzureAlertBody
{
    private const string CommonSchema = "azureMonitorCommonAlertSchema";
    private const string BudgetSchema = "AIP Budget Notification";
    private const int MaxNameLength = 200;

    /// <summary>The alert, and whether it has fired or is resolved; null, with a problem added, when the body is no alert.</summary>
    public static AzureAlert? Read(JsonNode root, List<Problem> problems)
    {
        var schema = root["schemaId"];
        var alert = schema?.Text switch
        {
            CommonSchema => Common(root, problems),
            BudgetSchema => new AzureAlert($"budget '{Text(root["data"]?["BudgetName"])}' is reached", true),
            _ => null,
        };
        if (alert is null && problems.Count == 0)
        {
            problems.Add(Problem.Error(
                (schema ?? root).Place,
                $"'schemaId' must be '{CommonSchema}' or '{BudgetSchema}'; switch the common alert schema on in the action group"));
        }
        return alert;
    }

    private static AzureAlert? Common(JsonNode root, List<Problem> problems)
    {
        if (root["data"]?["essentials"] is not { Kind: JsonValueKind.Object } essentials)
        {
            problems.Add(Problem.Error((root["data"] ?? root).Place, "'data.essentials' is missing, which the common alert schema has"));
            return null;
        }
        var budget = root["data"]!["alertContext"]?["AlertData"]?["BudgetName"];
        var name = budget is { Kind: JsonValueKind.String }
            ? $"budget '{Text(budget)}' is reached"
            : $"alert '{Text(essentials["alertRule"])}'";
        // Cost alerts have no condition: they only fire.
        var condition = essentials["monitorCondition"];
        switch (condition)
        {
            case null or { Kind: JsonValueKind.Null }:
            case { Text: "Fired" }:
                return new(name, true);
            case { Text: "Resolved" }:
                return new(name, false);
            default:
                problems.Add(Problem.Error(condition.Place, "'monitorCondition' must be Fired or Resolved"));
                return null;
        }
    }

    private static string Text(JsonNode? node) => node?.Text is { Length: > 0 } text
        ? new([.. text.Take(MaxNameLength).Select(c => char.IsControl(c) ? ' ' : c)])
        : "without a name";
}

/// <param name="Name">The alert in words, for the audit log.</param>
internal sealed record AzureAlert(string Name, bool IsOn);
