using System.Text.Json;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>A reader of a whole body that knows its place in it, so that bytes that were read before can be left out.</summary>
internal ref struct BodyReader(byte[] body)
{
    /// <summary>The reader at that place.</summary>
    public Utf8JsonReader Json = new(body);
    private int offset;

    public readonly byte[] Body => body;

    /// <summary>Where the token at hand begins in the body.</summary>
    public readonly int Start => offset + (int)Json.TokenStartIndex;

    /// <summary>Where the token at hand ends in the body.</summary>
    public readonly int End => offset + (int)Json.BytesConsumed;

    /// <summary>Goes on after further elements of the array at hand, of whose last element the token at hand is the end.</summary>
    public void ContinueAt(int end)
    {
        Json = new(body.AsSpan(end), isFinalBlock: true, Json.CurrentState);
        offset = end;
    }
}
