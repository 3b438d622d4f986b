namespace HopsworksFunctions.Policies.Json;

/// <summary>Reads short texts written by people.</summary>
public static class OneLine
{
    /// <summary>
    /// Returns the trimmed field with invisible characters escaped, or null if it is missing or empty. Reports a problem if it is wrong.
    /// </summary>
    public static string? Read(ObjectReader reader, string member, int longest)
    {
        var text = reader.String(member)?.Trim();
        if (text?.Length > longest)
            reader.AddError(reader.Node[member]!, $"'{member}' is too long: {text.Length} characters, the maximum is {longest}");
        else if (text is not null && text.Any(char.IsControl))
            reader.AddError(reader.Node[member]!, $"'{member}' must be one line without control characters");
        return string.IsNullOrEmpty(text) ? null : TextSanitizer.Escape(text);
    }
}
