using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using NodaTime;

namespace HopsworksFunctions.Core.State;

/// <summary>
/// Names entries so that the newest has the least name: the ticks that are left until the end of time, then a countdown, then chance.
/// </summary>
internal sealed class AuditKeys
{
    private readonly string process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
    private long left = long.MaxValue;

    public string Next(Instant at) =>
        string.Create(CultureInfo.InvariantCulture, $"{Prefix(at)}-{Interlocked.Decrement(ref left):x16}{process}");

    /// <summary>How all names of an instant begin.</summary>
    public static string Prefix(Instant at) =>
        (DateTimeOffset.MaxValue.UtcTicks - at.ToDateTimeOffset().UtcTicks).ToString("D19", CultureInfo.InvariantCulture);

    /// <summary>What follows the names of an instant and of later ones, and precedes those of earlier ones: '.' follows '-'.</summary>
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
            return (null, $"is no entry: {e.Message}");
        }
    }

    /// <summary>One page of what was found, which is in order and holds one entry too many when there are more.</summary>
    public static AuditPage Page(IReadOnlyList<(string Key, AuditEntry Entry)> found, int limit, IReadOnlyList<string> damaged) =>
        new([.. found.Take(limit).Select(f => f.Entry)], found.Count > limit ? new(found[limit - 1].Key) : null, damaged);
}
