using System.Globalization;

namespace HopsworksFunctions.Policies.Json;

/// <summary>
/// The path from the root to a value, with one object for each step. It becomes text only for a reported problem, because a full path in
/// every value would repeat the names of all fields above it.
/// </summary>
public sealed class JsonPath
{
    public static readonly JsonPath Root = new(null, null, 0);

    private const int MaxName = 100;
    private const int MaxPath = 300;

    private readonly JsonPath? above;
    private readonly string? name;
    private readonly int index;

    private JsonPath(JsonPath? above, string? name, int index) => (this.above, this.name, this.index) = (above, name, index);

    public JsonPath Member(string member) => new(this, member, 0);

    public JsonPath Item(int position) => new(this, null, position);

    public override string ToString()
    {
        var steps = new Stack<string>();
        for (var step = this; step.above is not null; step = step.above)
            steps.Push(step.name is { } member ? MemberText(member) : string.Create(CultureInfo.InvariantCulture, $"[{step.index}]"));
        return TextSanitizer.Shorten($"${string.Concat(steps)}", MaxPath);
    }

    private static string MemberText(string name) => name.Length > MaxName ? Quoted(TextSanitizer.Cut(name, MaxName))
        : name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '$') ? $".{name}"
        : Quoted(name);

    private static string Quoted(string name) => "['" + TextSanitizer.Escape(
        name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)) + "']";
}
