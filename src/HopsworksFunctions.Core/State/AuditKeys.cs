using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// Names entries so that the newest sorts first: by the ticks left until the end of time, a countdown, and random digits.
/// </summary>
internal sealed class AuditKeys
{
    private readonly string process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private long left = long.MaxValue;

    public string Next(Instant at) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(at)}-{Interlocked.Decrement(ref left):x16}{process}");

    /// <summary>The common prefix of all names of an instant.</summary>
    public static string Prefix(Instant at) =>
        (DateTimeOffset.MaxValue.UtcTicks - at.ToDateTimeOffset().UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>Sorts after the names of this and later instants, and before those of earlier ones: '.' follows '-'.</summary>
    public static string Before(Instant at) => $"{Prefix(at)}.";

    /// <summary>A stored entry, or what is wrong with it, as a clause that follows its name.</summary>
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
