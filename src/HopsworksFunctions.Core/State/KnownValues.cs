using System.Collections.Concurrent;
using System.Text.Json;
using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// The names and node lists of closed days, so that those that are equal are one object: each day names the same clusters. Safe for
/// concurrent threads.
/// </summary>
internal sealed class KnownValues
{
    private const int Kept = 10_000;

    private readonly ConcurrentDictionary<string, NodeList> lists = [];
    private readonly ConcurrentDictionary<string, string> texts = [];

    public string TextOf(string text) => texts.GetOrAdd(text, text);

    /// <param name="json">As a day stores it.</param>
    /// <exception cref="JsonException">It is not a node list.</exception>
    public NodeList NodesOf(string json) => lists.GetOrAdd(json, Parse<NodeList>);

    /// <summary>Forgets them all if they are too many.</summary>
    public void Trim()
    {
        if (lists.Count > Kept)
            lists.Clear();
        if (texts.Count > Kept)
            texts.Clear();
    }

    public static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, StateJson.Documents)!;
}
