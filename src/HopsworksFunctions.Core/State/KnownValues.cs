using System.Collections.Concurrent;
using System.Text.Json;
using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// The shared names and node lists of closed days. Equal values are one object, because every day names the same clusters. Safe for
/// concurrent threads.
/// </summary>
internal sealed class KnownValues
{
    private const int Kept = 10_000;

    private readonly ConcurrentDictionary<string, NodeList> lists = [];
    private readonly ConcurrentDictionary<string, string> texts = [];

    public string TextOf(string text) => texts.GetOrAdd(text, text);

    /// <param name="json">The list as stored in a day.</param>
    /// <exception cref="JsonException">The text is not a node list.</exception>
    public NodeList NodesOf(string json) => lists.GetOrAdd(json, Parse<NodeList>);

    /// <summary>Removes all values if there are too many.</summary>
    public void Trim()
    {
        if (lists.Count > Kept)
            lists.Clear();
        if (texts.Count > Kept)
            texts.Clear();
    }

    public static T Parse<T>(string json) => JsonSerializer.Deserialize<T>(json, StateJson.Documents)!;
}
