using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// Creates keys that sort the newest entry first. Each consists of the ticks left until the end of time, a countdown and random digits.
/// </summary>
internal sealed class AuditKeys
{
    private readonly string process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private long left = long.MaxValue;

    public string Next(Instant at) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(at)}-{Interlocked.Decrement(ref left):x16}{process}");

    /// <summary>Returns the common prefix of all keys of an instant.</summary>
    public static string Prefix(Instant at) =>
        (DateTimeOffset.MaxValue.UtcTicks - at.ToDateTimeOffset().UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>
    /// Returns a key that sorts after the keys of this and later instants, and before those of earlier ones, because '.' follows '-'.
    /// </summary>
    public static string Before(Instant at) => $"{Prefix(at)}.";

    /// <summary>Parses a stored entry. If it is damaged, the problem is a clause that follows the entry's name.</summary>
    public static (AuditEntry? Entry, string? Problem) Parse(string json)
    {
        try
        {
            return (JsonSerializer.Deserialize<AuditEntry>(json, StateJson.Audit), "is null");
        }
        catch (JsonException e)
        {
            return (null, $"is not an audit entry: {e.Message}");
        }
    }
}
