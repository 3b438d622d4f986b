using System.IO.Hashing;
using System.Text.Json;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>A reader of values that many clusters of an answer share. It reads equal bytes once, and they give the same object.</summary>
/// <param name="read">Reads a value. The result must depend only on the bytes.</param>
internal sealed class SharedValues<T>(SharedValues<T>.Reader read)
{
    private readonly Dictionary<ReadOnlyMemory<byte>, T> known = new(new ByBytes());

    public delegate T Reader(ref Utf8JsonReader json);

    public T Read(ref BodyReader body)
    {
        var start = body.Start;
        body.Json.Skip();
        var bytes = body.Body.AsMemory(start..body.End);
        if (known.TryGetValue(bytes, out var value)) return value;
        var json = new Utf8JsonReader(bytes.Span);
        json.Read();
        value = read(ref json);
        known.Add(bytes, value);
        return value;
    }

    private sealed class ByBytes : IEqualityComparer<ReadOnlyMemory<byte>>
    {
        public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

        public int GetHashCode(ReadOnlyMemory<byte> bytes) => (int)XxHash3.HashToUInt64(bytes.Span);
    }
}
