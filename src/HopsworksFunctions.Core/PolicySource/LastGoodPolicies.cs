using System.Text;
using System.Text.Json;
using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Language;

namespace HopsworksFunctions.Core.PolicySource;

/// <summary>The last valid policy file, stored with the account's state, and in its history.</summary>
internal sealed class LastGoodPolicies(IDocumentStore store, PolicyHistory history, PolicyCalendars calendars)
{
    private const string Kind = "policies";
    private const string Key = "last-good";

    private string? kept;

    /// <summary>Stores a valid policy file unless it is already stored.</summary>
    public async Task KeepAsync(byte[] bytes, string version, CancellationToken cancellationToken)
    {
        if (kept == version)
            return;
        var text = Encoding.UTF8.GetString(bytes);
        var json = new PolicyDocument(text).ToJson();
        var read = await store.ReadAsync(Kind, cancellationToken);
        var known = read.Documents.FirstOrDefault(d => d.Key == Key);
        if (read.Damaged.FirstOrDefault(d => d.Key == Key) is { } damaged)
            await store.SetAsideAsync(Kind, Key, damaged.Version, cancellationToken);
        if (known?.Json != json)
            await store.WriteAsync(Kind, Key, json, known?.Version, cancellationToken);
        await history.KeepTextAsync(version, text, cancellationToken);
        kept = version;
    }

    /// <summary>Returns the stored policies; null if there are none, or if they are no longer valid.</summary>
    public async Task<PolicySet?> FindAsync(CancellationToken cancellationToken)
    {
        var read = await store.ReadAsync(Kind, cancellationToken);
        try
        {
            return read.Documents.FirstOrDefault(d => d.Key == Key) is { } document
                && JsonSerializer.Deserialize<PolicyDocument>(document.Json, StateJson.Documents) is { } policies
                ? await ParseAsync(Encoding.UTF8.GetBytes(policies.Text), cancellationToken)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<PolicySet?> ParseAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        var parse = PolicyFile.Parse(bytes);
        if (parse.Sources.Count == 0)
            return parse.Policies;
        var resolved = await calendars.ResolveAsync(parse.Sources, remember: false, cancellationToken);
        return PolicyFile.Parse(bytes, resolved.Dates).Policies;
    }
}
