using System.Text.RegularExpressions;

namespace HopsworksFunctions.Worker.Generators;

/// <summary>A route of literal segments and whole-segment parameters, the part of the syntax that host and worker read alike.</summary>
internal sealed class RouteTemplate
{
    // No `regex`: the worker's routing leaves it out.
    private const string Constraint =
        @":(?:alpha|bool|datetime|decimal|double|float|guid|int|long|required|(?:length|max|maxlength|min|minlength|range)\(\d+(?:,\d+)?\))";

    private static readonly Regex Literal = new(@"^[A-Za-z0-9._~-]+$", RegexOptions.CultureInvariant);

    private static readonly Regex Parameter = new(
        $@"^\{{(?<all>\*?)(?<name>[A-Za-z_]\w*)(?:{Constraint})*(?<optional>\??)\}}$", RegexOptions.CultureInvariant);

    public RouteTemplate(string route)
    {
        var segments = route.Split('/');
        Fault = segments.Select((segment, index) => SegmentFault(segment, index == segments.Length - 1)).FirstOrDefault(fault => fault is not null)
            ?? (segments[0].Equals("admin", StringComparison.OrdinalIgnoreCase) ? "the host keeps 'admin' for itself" : null);
    }

    public HashSet<string> Parameters { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with the route; null when nothing is.</summary>
    public string? Fault { get; }

    /// <summary>Equal for two routes that differ in case or in the names of their parameters only.</summary>
    public static string WithoutNames(string route) =>
        string.Join("/", route.ToLowerInvariant().Split('/').Select(segment => segment.StartsWith("{", StringComparison.Ordinal)
            ? Parameter.Replace(segment, match => $"{{{segment.Substring(match.Groups["name"].Index + match.Groups["name"].Length)}") : segment));

    private string? SegmentFault(string segment, bool isLast)
    {
        if (Literal.IsMatch(segment))
            return null;
        if (Parameter.Match(segment) is not { Success: true } parameter)
            return segment.Length == 0 ? "a segment is empty" : $"'{segment}' is neither a literal nor a {{parameter}}";
        if (!isLast && (parameter.Groups["all"].Length > 0 || parameter.Groups["optional"].Length > 0))
            return $"'{segment}' must be the last segment";
        var name = parameter.Groups["name"].Value;
        return Parameters.Add(name) ? null : $"the parameter '{name}' is there twice";
    }
}
