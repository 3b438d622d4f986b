using System.Text.Json;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>A reader of a whole body. It knows its position in the body, so that it can skip bytes that were read before.</summary>
internal ref struct BodyReader(byte[] body)
{
    /// <summary>The JSON reader at the current position.</summary>
    public Utf8JsonReader Json = new(body);
    private int offset;

    public readonly byte[] Body => body;

    /// <summary>The start of the current token in the body.</summary>
    public readonly int Start => offset + (int)Json.TokenStartIndex;

    /// <summary>The end of the current token in the body.</summary>
    public readonly int End => offset + (int)Json.BytesConsumed;

    /// <summary>Skips further elements of the current array, up to the end of one of them. The current token must end an element.</summary>
    public void ContinueAt(int end)
    {
        Json = new(body.AsSpan(end), isFinalBlock: true, Json.CurrentState);
        offset = end;
    }
}
