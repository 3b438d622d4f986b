using System.Text.Json;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>Reads the content that the app needs from the current payload object; null if the object does not have it.</summary>
internal delegate T? ContentReader<T>(ref BodyReader body)
    where T : class;

/// <summary>The wrapper of every API answer; only its <c>code</c> is reliable.</summary>
internal class Envelope
{
    public double? Code { get; private set; }
    public string? Message { get; private set; }

    /// <summary>Reads the code and message of an answer; null if it is no envelope.</summary>
    public static Envelope? Read(byte[] body)
    {
        var envelope = new Envelope();
        return envelope.TryRead(body) ? envelope : null;
    }

    protected bool TryRead(byte[] bytes)
    {
        var body = new BodyReader(bytes);
        try
        {
            body.Json.Read();
            if (body.Json.TokenType is not JsonTokenType.StartObject) return false;
            while (body.Json.NextMember(out var name))
                if (name.SequenceEqual("code"u8)) Code = body.Json.Number();
                else if (name.SequenceEqual("message"u8)) Message = body.Json.Text();
                else if (name.SequenceEqual("payload"u8)) ReadPayload(ref body);
                else body.Json.Skip();
            // This fails if anything follows.
            return !body.Json.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    protected virtual void ReadPayload(ref BodyReader body) => body.Json.Skip();
}

/// <inheritdoc cref="Envelope"/>
internal sealed class Envelope<T> : Envelope
    where T : class
{
    private readonly ContentReader<T> read;
    private T? content;
    private bool isBroken;
    private bool isMissing = true;

    private Envelope(ContentReader<T> read) => this.read = read;

    /// <summary>Whether the payload is an object that could be read.</summary>
    public bool HasPayload => !isBroken && !isMissing;

    /// <summary>The content of the payload; null if there is none, or if there is no payload.</summary>
    public T? Content => HasPayload ? content : null;

    /// <summary>Reads an answer in one pass, whatever its code is; null if it is no envelope.</summary>
    public static Envelope<T>? Read(byte[] body, ContentReader<T> read)
    {
        var envelope = new Envelope<T>(read);
        return envelope.TryRead(body) ? envelope : null;
    }

    protected override void ReadPayload(ref BodyReader body)
    {
        var start = body;
        try
        {
            isMissing = !body.Json.StartsObject();
            content = isMissing ? null : read(ref body);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The code and the message still count, unless the payload is not JSON at all.
            body = start;
            body.Json.Skip();
            isBroken = true;
        }
    }
}
