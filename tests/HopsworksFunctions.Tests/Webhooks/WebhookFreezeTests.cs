using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Webhooks;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Reconciliation;
using NodaTime;

namespace HopsworksFunctions.Tests.Webhooks;

public sealed class WebhookFreezeTests
{
    [Theory]
    [InlineData("""{"action":"freeze","until":"8h"}""", null, 8, null)]
    [InlineData("""{"action":"freeze","rule":"dev","reason":"outage of the lake"}""", "dev", null, "outage of the lake")]
    public async Task Freezes_the_account_or_a_rule(string body, string? rule, int? hours, string? reason)
    {
        var rig = new WebhookRig();

        var outcome = (await rig.SendAsync(body)).Value!;
        var again = (await rig.SendAsync(body)).Value!;

        var end = hours is { } n ? Bench.Evening + Duration.FromHours(n) : Hold.Never;
        Assert.Equal([new Freeze(rule, Bench.Evening, end, "webhook open", reason)], rig.Bench.Store.Freezes);
        Assert.Equal((WebhookResult.Done, WebhookResult.Nothing), (outcome.Outcome, again.Outcome));
        Assert.StartsWith($"webhook open froze {Freeze.WhatOf(rule)} until ", outcome.Message, StringComparison.Ordinal);
        Assert.Equal(AuditKind.Freeze, Assert.Single(await rig.Bench.AuditedAsync()).Kind);
    }

    [Theory]
    [InlineData("""{"action":"freeze"}""", OperationErrorKind.FreezeEnd, "A freeze needs an end or a reason.")]
    [InlineData("""{"action":"freeze","until":"nextStop"}""", OperationErrorKind.BadBody, "expected a duration such as 8h or a time")]
    [InlineData("""{"action":"freeze","until":"8h","cluster":"dev-1"}""", OperationErrorKind.BadBody, "'cluster'")]
    [InlineData("""{"action":"freeze","until":"8h","rule":"deb"}""", OperationErrorKind.UnknownRule, "There is no rule 'deb'")]
    [InlineData("""{"action":"freeze","until":"8h","state":"up"}""", OperationErrorKind.BadBody, "'state' is only valid with action hold")]
    [InlineData("""{"action":"unfreeze"}""", OperationErrorKind.BadBody, "'unfreeze'")]
    [InlineData("""{"action":"stop","cluster":"dev-1","until":"8h"}""", OperationErrorKind.BadBody,
        "'until' is only valid with action hold or freeze")]
    [InlineData("""{"action":"stop","cluster":"dev-1","rule":"dev"}""", OperationErrorKind.BadBody, "'rule'")]
    public async Task What_is_wrong_changes_nothing(string body, OperationErrorKind kind, string message)
    {
        var rig = new WebhookRig();

        var refusal = (await rig.SendAsync(body)).Error!;

        Assert.Equal(kind, refusal.Kind);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Empty(rig.Bench.Store.Freezes);
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("dev", "7d")]
    public async Task An_alert_freezes_the_account_unless_its_settings_name_a_rule(string? rule, string? until)
    {
        List<string> settings = ["outage:Kind=azureMonitor", "outage:Action=freeze"];
        if (rule is not null)
            settings.AddRange([$"outage:Rule={rule}", $"outage:Until={until}"]);
        var rig = new WebhookRig([.. settings]);

        await rig.SendAsync(AzureAlertTests.Metric("Fired"), "outage");

        var freeze = Assert.Single(rig.Bench.Store.Freezes);
        Assert.Equal((rule, until is null), (freeze.Rule, freeze.IsUntilUnfrozen));
        Assert.NotNull(freeze.Reason);
    }
}
