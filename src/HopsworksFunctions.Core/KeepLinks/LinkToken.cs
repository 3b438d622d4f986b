using System.Buffers.Text;
using System.Security.Cryptography;
using NodaTime;

namespace HopsworksFunctions.Core.KeepLinks;

/// <summary>A permission for one purpose, one cluster of one account, and one stop. Instants are in whole seconds.</summary>
/// <param name="StopAt">The time of the stop in the warning, or when the stop was sent.</param>
public sealed record LinkToken(LinkPurpose Purpose, string Account, string ClusterId, Instant StopAt, Instant ExpiresAt)
{
    private const byte Version = 1;
    private const int MaxLength = 2048;

    /// <summary>Returns the token in base64url: version, purpose, instants, account and cluster id, and their HMAC-SHA-256.</summary>
    internal string Sign(ReadOnlySpan<byte> key)
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(Version);
        writer.Write((byte)Purpose);
        writer.Write7BitEncodedInt64(StopAt.ToUnixTimeSeconds());
        writer.Write7BitEncodedInt64(ExpiresAt.ToUnixTimeSeconds());
        writer.Write(Account);
        writer.Write(ClusterId);
        var signed = content.ToArray();
        return Base64Url.EncodeToString([.. signed, .. HMACSHA256.HashData(key, signed)]);
    }

    /// <summary>Returns null unless <see cref="Sign"/> made exactly this text with this key and for this purpose.</summary>
    internal static LinkToken? Read(string text, LinkPurpose purpose, ReadOnlySpan<byte> key)
    {
        if (text.Length > MaxLength || !Base64Url.IsValid(text))
            return null;
        var bytes = Base64Url.DecodeFromChars(text);
        // Some bits of the last character do not count, so a different text could decode to the same bytes.
        if (bytes.Length <= HMACSHA256.HashSizeInBytes || Base64Url.EncodeToString(bytes) != text)
            return null;
        var content = bytes[..^HMACSHA256.HashSizeInBytes];
        if (!CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(key, content), bytes.AsSpan(content.Length)))
            return null;
        using var reader = new BinaryReader(new MemoryStream(content));
        return reader.ReadByte() != Version || reader.ReadByte() != (byte)purpose ? null : Read(reader, purpose);
    }

    private static LinkToken Read(BinaryReader reader, LinkPurpose purpose)
    {
        var stopAt = Instant.FromUnixTimeSeconds(reader.Read7BitEncodedInt64());
        var expiresAt = Instant.FromUnixTimeSeconds(reader.Read7BitEncodedInt64());
        return new(purpose, reader.ReadString(), reader.ReadString(), stopAt, expiresAt);
    }
}

/// <summary>The purpose of a link, as the byte in its token, so that a link of one kind never passes for the other.</summary>
public enum LinkPurpose : byte
{
    /// <summary>Keeps a cluster running past the stop in a warning.</summary>
    Keep = (byte)'k',
    /// <summary>Starts a stopped cluster again.</summary>
    Start = (byte)'s',
}
