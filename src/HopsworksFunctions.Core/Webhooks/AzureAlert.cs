namespace HopsworksFunctions.Core.Webhooks;

/// <summary>An alert of Azure.</summary>
/// <param name="Name">The alert in words for the audit log; for a budget also the kind and the figures, as Azure writes them.</param>
/// <param name="Cost">Whether the alert is about cost so far or a forecast. An alert that is not about cost counts as actual.</param>
/// <param name="Subject">The alert's name alone, as the beginning of a sentence.</param>
internal sealed record AzureAlert(string Name, string Subject, bool IsOn, CostKind Cost)
{
    /// <summary>Returns why a source with this choice of alerts ignores the alert; null if it does not.</summary>
    public string? Ignored(AlertChoice choice) => (choice, Cost) switch
    {
        (AlertChoice.Any, _) or (AlertChoice.Actual, CostKind.Actual) or (AlertChoice.Forecast, CostKind.Forecast) => null,
        (AlertChoice.Actual, CostKind.Forecast) => "a forecast, not actual cost",
        (AlertChoice.Forecast, CostKind.Actual) => "not a forecast",
        (_, CostKind.Other) => "of a kind this version does not know",
    };
}

/// <summary>The kind of cost in an alert's figures.</summary>
internal enum CostKind
{
    /// <summary>Cost so far, also for alerts without a cost and for budget notifications that do not name the kind.</summary>
    Actual,
    Forecast,
    /// <summary>A kind that this version does not know.</summary>
    Other,
}

/// <summary>The alerts that a source acts on.</summary>
internal enum AlertChoice
{
    Actual,
    Forecast,
    Any,
}

/// <summary>The alert of a budget, from fields that differ between Azure's two formats.</summary>
/// <param name="ThresholdType">Null for a budget's own notification, which has none.</param>
internal sealed record BudgetAlert(string Name, string? ThresholdType, string? Spent, string? Budget, string? Threshold, string? Unit)
{
    public CostKind Cost => CostOf(ThresholdType);

    public static CostKind CostOf(string? thresholdType) => thresholdType?.ToUpperInvariant() switch
    {
        null or "ACTUAL" => CostKind.Actual,
        "FORECASTED" or "FORECAST" => CostKind.Forecast,
        _ => CostKind.Other,
    };

    public string Subject => $"Budget '{Name}'";

    public string Explain()
    {
        var kind = (ThresholdType, Cost) switch
        {
            (null, _) => null,
            (_, CostKind.Actual) => "actual",
            (_, CostKind.Forecast) => "forecast",
            (var other, CostKind.Other) => $"'{other}'",
        };
        var spent = (Spent, Budget) switch
        {
            (null, null) => null,
            (null, var budget) => $"budget {budget}",
            (var cost, null) => cost,
            var (cost, budget) => $"{cost} of {budget}",
        };
        var parts = new[] { kind, spent, Threshold is null ? null : $"threshold {Threshold}" }.OfType<string>().ToList();
        if (parts.Count == 0)
            return $"Budget '{Name}' reached";
        return $"Budget '{Name}': {string.Join(", ", parts)}{(Unit is null ? "" : $" ({Unit})")}";
    }
}
