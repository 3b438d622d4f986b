namespace HopsworksFunctions.Policies.Json;

/// <summary>Where a value stands in a JSON text: line and column count from 1, the path is JSONPath (<c>$.rules[0].name</c>).</summary>
public readonly record struct JsonPlace(string Path, int Line, int Column)
{
    public override string ToString() => $"line {Line}, column {Column}, {Path}";
}
