using System.Text.Json;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>
/// A reader of Azure Monitor alerts in the common schema (including cost alerts), and of a budget's own notifications. It ignores all other
/// content from Azure.
/// </summary>
internal static class AzureAlertBody
{
    private const string CommonSchema = "azureMonitorCommonAlertSchema";
    private const string BudgetSchema = "AIP Budget Notification";
    private const int MaxNameLength = 200;

    /// <summary>Reads the alert, and whether it has fired or is resolved; null, with a problem added, if the body is no alert.</summary>
    public static AzureAlert? Read(JsonNode root, List<Problem> problems)
    {
        var schema = root["schemaId"];
        var alert = schema?.Text switch
        {
            CommonSchema => Common(root, problems),
            BudgetSchema => Notification(root["data"]),
            _ => null,
        };
        if (alert is null && problems.Count == 0)
        {
            problems.Add(Problem.Error(
                (schema ?? root).Place,
                $"'schemaId' must be '{CommonSchema}' or '{BudgetSchema}'. Turn on the common alert schema in the action group"));
        }
        return alert;
    }

    private static AzureAlert? Common(JsonNode root, List<Problem> problems)
    {
        if (root["data"]?["essentials"] is not { Kind: JsonValueKind.Object } essentials)
        {
            problems.Add(Problem.Error((root["data"] ?? root).Place, "missing field 'data.essentials' (common alert schema)"));
            return null;
        }
        var (name, subject, cost) = Named(essentials, root["data"]!["alertContext"]);
        // Cost alerts have no condition, because they only fire.
        var condition = essentials["monitorCondition"];
        switch (condition)
        {
            case null or { Kind: JsonValueKind.Null }:
            case { Text: "Fired" }:
                return new(name, subject, true, cost);
            case { Text: "Resolved" }:
                return new(name, subject, false, cost);
            default:
                problems.Add(Problem.Error(condition.Place, "'monitorCondition' must be Fired or Resolved"));
                return null;
        }
    }

    private static (string Name, string Subject, CostKind Cost) Named(JsonNode essentials, JsonNode? context)
    {
        var data = context?["AlertData"];
        if (data?["BudgetName"] is { Kind: JsonValueKind.String } budget)
        {
            // These amounts include their currency.
            var alert = new BudgetAlert(
                Text(budget), Figure(data["ThresholdType"]), Figure(data["SpentAmount"]), Figure(data["BudgetThreshold"]),
                Figure(data["NotificationThresholdAmount"]), null);
            return (alert.Explain(), alert.Subject, alert.Cost);
        }
        var name = Figure(essentials["alertRule"]) is null && Figure(context?["AlertCategory"]) is { } category
            ? $"Cost alert '{category}'"
            : $"Alert '{Text(essentials["alertRule"])}'";
        return (name, name, BudgetAlert.CostOf(Figure(data?["ThresholdType"])));
    }

    private static AzureAlert Notification(JsonNode? data)
    {
        var budget = new BudgetAlert(
            Text(data?["BudgetName"]), null, Figure(data?["SpendingAmount"]), Figure(data?["Budget"]),
            Figure(data?["NotificationThresholdAmount"]), Figure(data?["Unit"]));
        return new(budget.Explain(), budget.Subject, true, budget.Cost);
    }

    /// <summary>Returns a field as Azure writes it; null if it is missing or empty. Some senders write figures as numbers.</summary>
    private static string? Figure(JsonNode? node) =>
        node is { Kind: JsonValueKind.String or JsonValueKind.Number, Text.Length: > 0 } ? Text(node) : null;

    private static string Text(JsonNode? node) => node?.Text is { Length: > 0 } text
        ? TextSanitizer.Escape(new([.. text.Take(MaxNameLength).Select(c => char.IsControl(c) ? ' ' : c)]))
        : "without a name";
}
