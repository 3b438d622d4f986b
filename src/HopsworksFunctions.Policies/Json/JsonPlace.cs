namespace HopsworksFunctions.Policies.Json;

/// <summary>The place of a value in a JSON text: line and column from 1, and a JSONPath (<c>$.rules[0].name</c>).</summary>
public readonly record struct JsonPlace(string Path, int Line, int Column)
{
    public override string ToString() => $"line {Line}, column {Column}, {Path}";
}
