namespace HopsworksFunctions.Policies.Json;

/// <summary>Reads people's short texts.</summary>
public static class OneLine
{
    /// <summary>The member without blanks around it; null where it is absent, empty or wrong, which is complained of.</summary>
    public static string? Read(ObjectReader reader, string member, int longest)
    {
        var text = reader.String(member)?.Trim();
        if (text?.Length > longest)
            reader.AddError(reader.Node[member]!, $"'{member}' has {text.Length} characters, at most {longest} are kept");
        else if (text is not null && text.Any(char.IsControl))
            reader.AddError(reader.Node[member]!, $"'{member}' is one line, without control characters");
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
