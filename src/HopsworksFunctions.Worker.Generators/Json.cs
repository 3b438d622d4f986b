using System.Globalization;
using System.Text;

namespace HopsworksFunctions.Worker.Generators;

/// <summary>Writes JSON; a compiler extension cannot count on System.Text.Json.</summary>
internal static class Json
{
    /// <param name="members">Those with a null value are left out.</param>
    public static string Object(params (string Name, string? Value)[] members) =>
        "{" + string.Join(",", members.Where(member => member.Value is not null).Select(member => Text(member.Name) + ":" + member.Value)) + "}";

    public static string Array(IEnumerable<string> values) => "[" + string.Join(",", values) + "]";

    public static string Text(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var character in value)
        {
            if (character is '"' or '\\')
                text.Append('\\').Append(character);
            else if (character < ' ')
                text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            else
                text.Append(character);
        }
        return text.Append('"').ToString();
    }
}
