using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Objects in the policy file that others refer to by name, with their JSON nodes.</summary>
internal sealed class Named<T>
{
    private readonly Dictionary<string, T> valid = [];
    private readonly Dictionary<string, JsonNode> nodes = [];

    public IReadOnlyDictionary<string, T> Valid => valid;

    public void Add(string name, T value, JsonNode node) => (valid[name], nodes[name]) = (value, node);

    public JsonNode? NodeOf(string name) => nodes.GetValueOrDefault(name);
}
