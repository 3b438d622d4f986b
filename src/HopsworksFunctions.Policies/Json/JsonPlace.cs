namespace HopsworksFunctions.Policies.Json;

/// <summary>The place of a value in a JSON text: line and column from 1, and the way to it.</summary>
public readonly record struct JsonPlace(JsonPath Way, int Line, int Column)
{
    /// <summary>A JSONPath (<c>$.rules[0].name</c>), of which what is long is shortened.</summary>
    public string Path => Way.ToString();

    public override string ToString() => $"line {Line}, column {Column}, {Path}";
}
