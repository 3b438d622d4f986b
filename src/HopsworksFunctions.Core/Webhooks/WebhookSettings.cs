using System.Text.RegularExpressions;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using Microsoft.Extensions.Configuration;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>The sources from settings such as <c>Webhooks__github__Kind</c>.</summary>
internal static partial class WebhookSettings
{
    internal static readonly Dictionary<string, WebhookAction> Actions =
        Enum.GetValues<WebhookAction>().ToDictionary(CamelCase.Of, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, WebhookKind> Kinds =
        Enum.GetValues<WebhookKind>().ToDictionary(CamelCase.Of, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, AlertChoice> Alerts =
        Enum.GetValues<AlertChoice>().ToDictionary(CamelCase.Of, StringComparer.OrdinalIgnoreCase);

    internal static readonly string[] Members = ["Kind", "SigningSecretName", "Rule", "On", "Action", "State", "Until"];

    public static bool IsName(string text) => SourceName().IsMatch(text);

    public static void Read(IConfiguration section, WebhookOptions options)
    {
        foreach (var source in section.GetChildren())
        {
            var reader = new Reader(source, options.Problems);
            if (!IsName(source.Key))
                reader.Complain("", "is not a valid webhook name (1 to 40 letters, digits and hyphens)");
            foreach (var unknown in source.GetChildren().Where(s => !Members.Contains(s.Key, StringComparer.OrdinalIgnoreCase)))
                reader.Complain($"__{unknown.Key}", $"is not a webhook setting{Suggestion.For(unknown.Key, Members)}");
            options.Sources[source.Key] = Source(source.Key, reader);
        }
    }

    private static WebhookSource Source(string name, Reader reader)
    {
        var kind = reader.Choice("Kind", Kinds, null);
        var secret = reader["SigningSecretName"];
        if (secret is not null && !SecretName().IsMatch(secret))
            reader.Complain("__SigningSecretName", "must be the name of a Key Vault secret: 1 to 127 letters, digits and hyphens");
        if (kind == WebhookKind.AzureMonitor)
            return new(name, kind, secret, OnAlert(reader)) { Alerts = reader.Choice("On", Alerts, AlertChoice.Actual) };
        foreach (var member in Members[2..].Where(m => reader[m] is not null))
            reader.Complain($"__{member}", "is only valid for kind azureMonitor");
        return new(name, kind, secret, null);
    }

    private static WebhookCommand OnAlert(Reader reader)
    {
        var action = reader.Choice("Action", Actions, WebhookAction.Stop);
        var state = reader.Choice("State", HoldWords.States, HoldState.Down);
        var until = reader["Until"];
        var isFreeze = action == WebhookAction.Freeze;
        var end = until is null ? null : isFreeze ? FreezeWords.Parse(until) : HoldEnd.Parse(until);
        if (until is not null && end is null)
            reader.Complain("__Until", $"must be {(isFreeze ? FreezeWords.Ends : HoldWords.Ends)}");
        if (isFreeze && reader["Rule"] is null)
            return new(action, new WebhookTarget.Everything(), Until: end);
        if (reader["Rule"] is null)
            reader.Complain("__Rule", "is missing: the rule whose clusters the alert acts on");
        if (end is HoldEnd.Released && state != HoldState.Down)
        {
            reader.Complain(
                "__Until", "must not be 'released', which needs __State down. Set it, or give a duration");
        }
        if (action == WebhookAction.Hold && until is null)
            reader.Complain("__Until", $"is missing: {HoldWords.Ends}");
        return new(action, new WebhookTarget.OfRule(reader["Rule"] ?? ""), state, end);
    }

    private sealed class Reader(IConfigurationSection source, List<string> problems)
    {
        public string? this[string member] => source[member] is { Length: > 0 } text ? text.Trim() : null;

        /// <param name="otherwise">The default; null if the setting is required.</param>
        public T Choice<T>(string member, Dictionary<string, T> choices, T? otherwise)
            where T : struct
        {
            if (this[member] is not { } text && otherwise is { } standard)
                return standard;
            if (choices.TryGetValue(this[member] ?? "", out var choice))
                return choice;
            Complain($"__{member}", $"must be one of {string.Join(", ", choices.Keys)}");
            return default;
        }

        public void Complain(string member, string message) => problems.Add(SentenceText.End($"Webhooks__{source.Key}{member} {message}"));
    }

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,40}\z")]
    private static partial Regex SourceName();

    [GeneratedRegex(@"^[A-Za-z0-9-]{1,127}\z")]
    private static partial Regex SecretName();
}
