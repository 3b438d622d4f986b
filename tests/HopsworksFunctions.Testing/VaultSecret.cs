using System.Text.Json.Nodes;

namespace HopsworksFunctions.Testing;

/// <summary>A version of a secret in the vault.</summary>
internal sealed record VaultSecret(string Version, string Value, bool Enabled, DateTimeOffset? NotBefore, DateTimeOffset? Expires)
{
    private readonly long created = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    public JsonObject ToJson(string id)
    {
        var attributes = new JsonObject
        {
            ["enabled"] = Enabled, ["created"] = created, ["updated"] = created, ["recoveryLevel"] = "Recoverable",
            ["recoverableDays"] = 90,
        };
        if (NotBefore is { } start) attributes["nbf"] = start.ToUnixTimeSeconds();
        if (Expires is { } end) attributes["exp"] = end.ToUnixTimeSeconds();
        return new() { ["id"] = $"{id}/{Version}", ["value"] = Value, ["attributes"] = attributes };
    }
}
