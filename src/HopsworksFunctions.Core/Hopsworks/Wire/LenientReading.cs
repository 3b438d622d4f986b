using System.Globalization;
using System.Text;
using System.Text.Json;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>
/// Readers of the fields of objects that work like the serializer, but read single values more leniently, because the API mixes their
/// kinds.
/// </summary>
internal static class LenientReading
{
    /// <summary>Returns true at an object, with fields for <see cref="NextMember"/>; false at null.</summary>
    /// <exception cref="JsonException">The token is neither.</exception>
    public static bool StartsObject(this ref Utf8JsonReader json) => Starts(json.TokenType, JsonTokenType.StartObject);

    /// <summary>Returns true at an array, with elements for <see cref="NextElement"/>; false at null.</summary>
    /// <exception cref="JsonException">The token is neither.</exception>
    public static bool StartsArray(this ref Utf8JsonReader json) => Starts(json.TokenType, JsonTokenType.StartArray);

    /// <summary>Moves to the next element. Returns false at the end of the array.</summary>
    public static bool NextElement(this ref Utf8JsonReader json) => json.Read() && json.TokenType is not JsonTokenType.EndArray;

    /// <summary>Moves to the value of the next field. Returns false at the end of the object.</summary>
    /// <exception cref="InvalidOperationException">The name contains half of an escaped surrogate pair.</exception>
    public static bool NextMember(this scoped ref Utf8JsonReader json, out ReadOnlySpan<byte> name)
    {
        json.Read();
        if (json.TokenType is JsonTokenType.EndObject)
        {
            name = default;
            return false;
        }
        name = json.ValueIsEscaped ? Unescaped(json.ValueSpan) : json.ValueSpan;
        return json.Read();
    }

    /// <summary>Reads text, and numbers or booleans as text; null for anything else.</summary>
    /// <exception cref="InvalidOperationException">The text is not valid Unicode. All methods that read text throw this.</exception>
    public static string? Text(this ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.String) return json.GetString();
        if (json.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False)
            return Encoding.UTF8.GetString(json.ValueSpan);
        json.Skip();
        return null;
    }

    /// <summary>Reads a finite number, also from text; null for anything else.</summary>
    public static double? Number(this ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.Number && json.TryGetDouble(out var number)) return double.IsFinite(number) ? number : null;
        if (json.TokenType is JsonTokenType.String)
            return double.TryParse(json.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number)
                && double.IsFinite(number) ? number : null;
        json.Skip();
        return null;
    }

    /// <summary>Reads a boolean, also from text; null for anything else.</summary>
    public static bool? Flag(this ref Utf8JsonReader json)
    {
        if (json.TokenType is JsonTokenType.True or JsonTokenType.False) return json.GetBoolean();
        if (json.TokenType is JsonTokenType.String) return bool.TryParse(json.GetString(), out var flag) ? flag : null;
        json.Skip();
        return null;
    }

    /// <summary>
    /// Returns false for null, false and similar values, and true for anything else, so that the app does not act on a cluster with an
    /// unknown value.
    /// </summary>
    public static bool InProgress(this ref Utf8JsonReader json)
    {
        var idle = json.TokenType switch
        {
            JsonTokenType.Null or JsonTokenType.False => true,
            JsonTokenType.String => json.GetString() is "" or "false",
            JsonTokenType.Number => json.TryGetDouble(out var number) && number == 0,
            _ => false,
        };
        json.Skip();
        return !idle;
    }

    private static bool Starts(JsonTokenType type, JsonTokenType expected) =>
        type == expected || (type is JsonTokenType.Null ? false : throw new JsonException());

    // The names that the app needs are ASCII. The serializer also accepts bytes in a name that are not valid UTF-8.
    private static byte[] Unescaped(ReadOnlySpan<byte> name)
    {
        var json = new Utf8JsonReader(Encoding.ASCII.GetBytes($"\"{Encoding.ASCII.GetString(name)}\""));
        json.Read();
        return Encoding.UTF8.GetBytes(json.GetString()!);
    }
}
