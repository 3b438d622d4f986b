using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Core.Accounts;

/// <summary>An order to run one account, as JSON such as <c>{"version":1,"account":"team-a","tick":"2026-11-30T16:45:00Z"}</c>.</summary>
/// <param name="Tick">The time of the timer tick that sent it.</param>
public sealed record AccountMessage(string Account, Instant Tick)
{
    private const int Version = 1;

    public string ToJson() => JsonSerializer.Serialize(
        new Dictionary<string, object> { ["version"] = Version, ["account"] = Account, ["tick"] = $"{Tick}" });

    /// <summary>Parses a message from any source. Ignores unknown fields.</summary>
    /// <param name="problem">The problem, without a final full stop.</param>
    public static bool TryParse(
        string text, [NotNullWhen(true)] out AccountMessage? message, [NotNullWhen(false)] out string? problem)
    {
        var problems = new List<Problem>();
        var read = JsonText.Parse(Encoding.UTF8.GetBytes(text), problems) is { } root ? Read(new(root, problems), problems) : null;
        problem = problems.Count == 0 ? null : FirstProblems.Join(problems);
        message = problem is null ? read : null;
        return message is not null;
    }

    private static AccountMessage? Read(ObjectReader reader, List<Problem> problems)
    {
        if (problems.Count > 0)
            return null;
        // The other fields of another version are unknown.
        if (reader.Any("version") is { } version && version.Text != $"{Version}")
        {
            reader.AddError(version, $"expected version {Version}, got {(version.Text.Length > 0 ? version.Text : version.Kindly)}");
            return null;
        }
        foreach (var name in (string[])["version", "account", "tick"])
        {
            if (reader.Any(name) is null)
                reader.AddError(reader.Node, $"missing field '{name}'");
        }
        var account = reader.String("account");
        if (reader.String("tick") is not { } text || account is null)
            return null;
        if (InstantText.Parse(text) is { } tick)
            return new(account, tick);
        reader.AddError(reader.Node["tick"]!, $"expected a time such as {InstantText.Examples}, got '{text}'");
        return null;
    }
}
