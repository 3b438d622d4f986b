namespace HopsworksFunctions.Policies.Json;

/// <summary>The place of a value in a JSON text: line and column from 1, and its path.</summary>
public readonly record struct JsonPlace(JsonPath Way, int Line, int Column)
{
    /// <summary>The JSONPath (<c>$.rules[0].name</c>), with long parts shortened.</summary>
    public string Path => Way.ToString();

    public override string ToString() => $"line {Line}, column {Column}, {Path}";
}
