using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Webhooks;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Tests.Webhooks;

/// <summary>Alerts in the formats that Microsoft documents.</summary>
public sealed class AzureAlertTests
{
    private const string CostAlert = """
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          "essentials":{"monitoringService":"CostAlerts","firedDateTime":"2026-06-01T19:58:20.645Z","description":"Your spend for budget dev-clusters is now $1,111.00 exceeding your specified threshold $1,000.00.",
            "essentialsVersion":"1.0","alertContextVersion":"1.0","alertId":"/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.CostManagement/alerts/x","alertRule":null,"severity":null,"signalType":null,
            "monitorCondition":null,"alertTargetIDs":null,"configurationItems":["budgets"],"originAlertId":null},
          "alertContext":{"AlertCategory":"budgets","AlertData":{"Scope":"/subscriptions/11111111-1111-1111-1111-111111111111/","ThresholdType":"Actual","BudgetType":"Cost","BudgetThreshold":"$1,000.00",
            "NotificationThresholdAmount":"$1,000.00","BudgetName":"dev-clusters","BudgetId":"/subscriptions/11111111-1111-1111-1111-111111111111/providers/Microsoft.Consumption/budgets/dev-clusters",
            "BudgetStartDate":"2026-06-01","BudgetCreator":"anna@example.com","Unit":"USD","SpentAmount":"$1,111.00"}}}}
        """;

    private const string BudgetNotification = """
        {"schemaId":"AIP Budget Notification","data":{"SubscriptionName":"dev","SubscriptionId":"11111111-1111-1111-1111-111111111111","EnrollmentNumber":"","DepartmentName":"","AccountName":"","BillingAccountId":"",
          "BillingProfileId":"","InvoiceSectionId":"","ResourceGroup":"","SpendingAmount":"1111.32","BudgetStartDate":"6/1/2026 12:00:00 AM +00:00","Budget":"1000","Unit":"USD","BudgetCreator":"anna@example.com",
          "BudgetName":"dev-clusters","BudgetType":"Cost","NotificationThresholdAmount":"1000.0"}}
        """;

    internal static string Metric(string condition) => $$$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          "essentials":{"alertId":"/subscriptions/1/providers/Microsoft.AlertsManagement/alerts/1","alertRule":"quota is short","severity":"Sev3","signalType":"Metric","monitorCondition":"{{{{condition}}}}","monitoringService":"Platform",
            "alertTargetIDs":["/subscriptions/1/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm"],"configurationItems":["vm"],"originAlertId":"1","firedDateTime":"2026-06-01T19:58:24.3713213Z","description":"",
            "essentialsVersion":"1.0","alertContextVersion":"1.0"},
          "alertContext":{"properties":null,"conditionType":"SingleResourceMultipleMetricCriteria","condition":{"windowSize":"PT5M","allOf":[]}},"customProperties":{"team":"dev"}}}
        """;

    private readonly WebhookRig _rig = new();

    [Theory]
    [InlineData(CostAlert)]
    [InlineData(BudgetNotification)]
    public async Task A_budget_that_is_reached_stops_the_clusters_of_its_rule(string body)
    {
        var outcome = (await _rig.SendAsync(body, "budget")).Value!;

        Assert.Equal([("dev-1", WebhookStep.Done), ("dev-2", WebhookStep.Done), ("dev-3", WebhookStep.Skipped)],
            outcome.Clusters.Select(c => (c.Name, c.Outcome)));
        Assert.Contains(await _rig.Bench.AuditedAsync(), e => e.By == "webhook budget");
    }

    private static string Budget(string members, string category = "budgets") =>
        $$$"""
        {"schemaId":"azureMonitorCommonAlertSchema","data":{
          "essentials":{"monitoringService":"CostAlerts","monitorCondition":null,"alertRule":null},
          "alertContext":{"AlertCategory":"{{{category}}}","AlertData":{ {{{members}}} } } } }
        """;

    private const string Forecast =
        "\"ThresholdType\":\"Forecasted\",\"BudgetThreshold\":\"$500.00\",\"NotificationThresholdAmount\":\"$250.00\","
            + "\"BudgetName\":\"team\",\"SpentAmount\":\"$111.11\"";

    [Theory]
    [InlineData(null, Forecast, false)]
    [InlineData("actual", Forecast, false)]
    [InlineData("forecast", Forecast, true)]
    [InlineData("Any", Forecast, true)]
    [InlineData(null, """ "BudgetName":"team","ThresholdType":"Actual" """, true)]
    [InlineData("forecast", """ "BudgetName":"team","ThresholdType":"Actual" """, false)]
    [InlineData("any", """ "BudgetName":"team","ThresholdType":"Actual" """, true)]
    [InlineData(null, """ "BudgetName":"team" """, true)]
    [InlineData(null, """ "BudgetName":"team","ThresholdType":"Anomaly" """, false)]
    [InlineData("any", """ "BudgetName":"team","ThresholdType":"Anomaly" """, true)]
    [InlineData(null, """ "ThresholdType":"Forecasted" """, false)]
    public async Task A_budget_alert_acts_only_if_the_settings_ask_for_its_kind(string? on, string alert, bool acts)
    {
        string[] settings = ["b:Kind=azureMonitor", "b:Rule=dev", .. on is null ? Array.Empty<string>() : [$"b:On={on}"]];
        var rig = new WebhookRig(settings);

        var outcome = (await rig.SendAsync(Budget(alert), "b")).Value!;

        Assert.Equal(acts ? WebhookResult.Done : WebhookResult.Nothing, outcome.Outcome);
        if (!acts)
            rig.NothingWasStopped();
    }

    [Fact]
    public async Task A_forecast_is_refused_in_words_and_audited_as_refused()
    {
        var outcome = (await _rig.SendAsync(Budget(Forecast), "budget")).Value!;

        const string Sentence =
            "Budget 'team': forecast, $111.11 of $500.00, threshold $250.00. It is a forecast, not actual cost, so nothing was done: "
                + "Webhooks__budget__On is actual.";
        Assert.Equal((WebhookResult.Nothing, Sentence), (outcome.Outcome, outcome.Message));
        var entry = Assert.Single(await _rig.Bench.AuditedAsync());
        Assert.Equal((AuditKind.Stop, AuditStep.Refused, "webhook budget", Sentence), (entry.Kind, entry.Step, entry.By, entry.Message));
    }

    [Theory]
    [InlineData(Forecast, "Budget 'team': forecast, $111.11 of $500.00, threshold $250.00")]
    [InlineData(""" "BudgetName":"team","ThresholdType":"Actual","SpentAmount":"1.234,56 €","BudgetThreshold":"1.000,00 €" """,
        "Budget 'team': actual, 1.234,56 € of 1.000,00 €")]
    [InlineData(""" "BudgetName":"team","ThresholdType":"actual" """, "Budget 'team': actual")]
    [InlineData(""" "BudgetName":"team","ThresholdType":"Actual","SpentAmount":260.5,"BudgetThreshold":null """,
        "Budget 'team': actual, 260.5")]
    [InlineData(""" "BudgetName":"team" """, "Budget 'team' reached")]
    [InlineData(""" "BudgetName":"","ThresholdType":"Actual" """, "Budget 'without a name': actual")]
    public async Task The_audit_says_what_an_alert_is_with_its_figures_as_they_come(string alert, string words)
    {
        var rig = new WebhookRig("b:Kind=azureMonitor", "b:Rule=dev", "b:On=any");

        await rig.SendAsync(Budget(alert), "b");

        var stops = (await rig.Bench.AuditedAsync()).Where(e => e.Step == AuditStep.Intent).ToList();
        Assert.NotEmpty(stops);
        Assert.All(stops, stop => Assert.EndsWith($"({words})", stop.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(BudgetNotification, "Budget 'dev-clusters': 1111.32 of 1000, threshold 1000.0 (USD)")]
    [InlineData("", "Cost alert 'credits'")]
    public async Task Alerts_that_do_not_say_whether_they_are_forecasts_count_as_actual(string body, string words)
    {
        await _rig.SendAsync(body.Length > 0 ? body : Budget("", "credits"), "freeze");

        Assert.Equal(words, _rig.Bench.Store.Holds["dev-1"].Reason);
    }

    [Fact]
    public async Task A_metric_alert_is_no_forecast()
    {
        var rig = new WebhookRig("b:Kind=azureMonitor", "b:Rule=dev", "b:On=forecast");

        Assert.Equal(
            "Alert 'quota is short'. It is not a forecast, so nothing was done: Webhooks__b__On is forecast.",
            (await rig.SendAsync(Metric("Fired"), "b")).Value!.Message);
        rig.NothingWasStopped();
    }

    [Fact]
    public async Task A_dry_run_of_a_forecast_is_not_audited()
    {
        Assert.Equal(WebhookResult.Nothing, (await _rig.SendAsync(Budget(Forecast), "budget", dryRun: true)).Value!.Outcome);
        Assert.Empty(await _rig.Bench.AuditedAsync());
    }

    [Fact]
    public async Task An_alert_may_hold_them_down_instead()
    {
        Assert.Equal(WebhookResult.Done, (await _rig.SendAsync(Metric("Fired"), "freeze")).Value!.Outcome);

        var hold = _rig.Bench.Store.Holds["dev-1"];
        Assert.Equal((HoldState.Down, "webhook freeze", "Alert 'quota is short'"), (hold.State, hold.By, hold.Reason));
        Assert.Equal(["dev-1", "dev-2", "dev-3"], _rig.Bench.Store.Holds.Keys.Order());
    }

    [Fact]
    public async Task An_alert_that_is_over_changes_nothing()
    {
        var outcome = (await _rig.SendAsync(Metric("Resolved"), "budget")).Value!;

        Assert.Equal((WebhookResult.Nothing, "Alert 'quota is short' is "
            + "resolved. Nothing changes."), (outcome.Outcome, outcome.Message));
        _rig.NothingWasStopped();
    }

    [Fact]
    public async Task A_rule_that_the_policies_lack_is_named() =>
        Assert.Equal(OperationErrorKind.UnknownRule, (await _rig.SendAsync(CostAlert, "lost")).Error!.Kind);

    [Theory]
    [InlineData("{}", "$")]
    [InlineData("""{"schemaId":"Microsoft.Insights/activityLogs","data":{}}""", "$.schemaId")]
    [InlineData("""{"schemaId":7}""", "$.schemaId")]
    [InlineData("""{"schemaId":"azureMonitorCommonAlertSchema"}""", "$")]
    [InlineData("""{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"monitorCondition":"Perhaps"}}}""",
        "$.data.essentials.monitorCondition")]
    [InlineData("""{"action":"stop","cluster":"dev-1"}""", "$")]
    public async Task What_is_no_alert_is_refused(string body, string field)
    {
        var refusal = (await _rig.SendAsync(body, "budget")).Error!;

        Assert.Equal((OperationErrorKind.BadBody, field), (refusal.Kind, refusal.Field));
        _rig.NothingWasStopped();
    }

    [Theory]
    [InlineData("Webhooks__ci__Kind must be one of generic, azureMonitor", "ci:Rule=dev")]
    [InlineData("Webhooks__ci__Kind must be one of", "ci:Kind=slack")]
    [InlineData("Webhooks__ci__Rule is missing", "ci:Kind=azureMonitor")]
    [InlineData("Webhooks__ci__Until is missing", "ci:Kind=azureMonitor", "ci:Rule=dev", "ci:Action=hold")]
    [InlineData("Webhooks__ci__Until must not be 'released', which needs __State down", "ci:Kind=azureMonitor", "ci:Rule=dev",
        "ci:Action=hold", "ci:State=up", "ci:Until=released")]
    [InlineData("Webhooks__ci__Until must be a duration", "ci:Kind=azureMonitor", "ci:Rule=dev", "ci:Action=hold", "ci:Until=later")]
    [InlineData("Webhooks__ci__Action must be one of", "ci:Kind=azureMonitor", "ci:Rule=dev", "ci:Action=kill")]
    [InlineData("Webhooks__ci__On must be one of actual, forecast, any.", "ci:Kind=azureMonitor", "ci:Rule=dev", "ci:On=forecasted")]
    [InlineData("Webhooks__ci__On is only valid for kind azureMonitor", "ci:Kind=generic", "ci:On=any")]
    [InlineData("Webhooks__ci__Rule is only valid for kind azureMonitor", "ci:Kind=generic", "ci:Rule=dev")]
    [InlineData("Webhooks__ci__Knd is not a webhook setting. Did you mean 'Kind'?", "ci:Knd=generic")]
    [InlineData("Webhooks__ci__SigningSecretName must be the name", "ci:Kind=generic", "ci:SigningSecretName=a b")]
    [InlineData("Webhooks__a_b is not a valid webhook name", "a_b:Kind=generic")]
    public void Settings_that_are_wrong_are_named(string message, params string[] settings) =>
        Assert.Contains(WebhookRig.Options(settings).Problems, p => p.StartsWith(message, StringComparison.Ordinal));

    [Fact]
    public void Settings_that_are_right_are_not_complained_of() => Assert.Empty(WebhookRig.Options(WebhookRig.Sources).Problems);
}
