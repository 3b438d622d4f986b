using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace HopsworksFunctions.Worker.Generators;

/// <summary>A declared function, or what is wrong with it; compared by value, so that unchanged functions cost nothing.</summary>
/// <param name="Registration">The code that registers it; empty when it has problems.</param>
/// <param name="Requests">The HTTP requests that it answers; null for other functions.</param>
internal sealed record Finding(
    string Name, string Method, string Registration, string FunctionJson, Requests? Requests, Place Place, Sequence<Problem> Problems);

/// <summary>Methods (none means all) and a route in which parameters have no name.</summary>
internal sealed record Requests(string Route, Sequence<string> Methods)
{
    public bool Overlaps(Requests other) =>
        Route == other.Route
        && (Methods.Items.Length == 0 || other.Methods.Items.Length == 0 || Methods.Items.Intersect(other.Methods.Items).Any());
}

/// <summary>A broken rule, with what its message is made of.</summary>
internal sealed record Problem(DiagnosticDescriptor Rule, Place Place, Sequence<string> Arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Place.ToLocation(), [.. Arguments.Items]);
}

/// <summary>A location that does not keep its syntax tree alive.</summary>
internal sealed record Place(string File, TextSpan Span, LinePositionSpan Lines)
{
    public static Place Of(Location location) => new(location.GetLineSpan().Path, location.SourceSpan, location.GetLineSpan().Span);

    public Location ToLocation() => Location.Create(File, Span, Lines);
}

/// <summary>An array that is equal to another with equal items.</summary>
internal sealed class Sequence<T>(params T[] items) : IEquatable<Sequence<T>>
{
    public T[] Items { get; } = items;

    public bool Equals(Sequence<T>? other) => other is not null && Items.SequenceEqual(other.Items);

    public override bool Equals(object? obj) => Equals(obj as Sequence<T>);

    public override int GetHashCode() => Items.Length;
}
