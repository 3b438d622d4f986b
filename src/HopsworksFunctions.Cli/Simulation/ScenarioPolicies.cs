using System.Text.Json;
using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Lint;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Reads <c>policies</c>, inline or from a file.</summary>
/// <param name="folder">The base of the paths of policy files, and of the calendars of inline policies.</param>
internal sealed class ScenarioPolicies(string folder, Instant start, Instant end)
{
    private readonly CalendarRange range = CalendarRange.OfYears(
        start.InUtc().Year - 1, Math.Max(start.InUtc().Year + 5, end.InUtc().Year));

    /// <summary>Reads the initial policies, which must be valid, and reports their problems.</summary>
    public PolicySet? Read(ObjectReader reader, Duration tick, List<Problem> problems)
    {
        if (Parse(reader) is not { } parse)
            return null;
        var found = parse.Problems.Concat(PolicyLint.Check(parse, start, tick));
        // Problems of a policy file have that file's lines and columns.
        problems.AddRange(reader.Node["policies"] is { Kind: JsonValueKind.String } path
            ? found.Select(p => p with { Place = path.Place, Message = p.ToString(path.Text) })
            : found);
        return parse.Policies;
    }

    /// <summary>The folder of a policy file, or of the scenario for inline policies.</summary>
    public string FolderOf(JsonNode policies) =>
        policies.Kind == JsonValueKind.String ? Path.GetDirectoryName(Path.GetFullPath(policies.Text, folder))! : folder;

    /// <summary>Parses policies, valid or not; null and a problem if there are none, or if the file cannot be read.</summary>
    public PolicyParse? Parse(ObjectReader reader)
    {
        switch (reader.Any("policies"))
        {
            case null:
                reader.AddError(reader.Node, "'policies' is missing: policies, or the path of a policy file");
                return null;
            case { Kind: JsonValueKind.String } path:
                try
                {
                    var file = Path.GetFullPath(path.Text, folder);
                    return Wait(CalendarPolicies.ParseAsync(
                        File.ReadAllBytes(file), SourceReader.OfDeveloper(Path.GetDirectoryName(file)!), range, default));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
                {
                    reader.AddError(path, $"the policy file cannot be read: {e.Message}");
                    return null;
                }
            case { Kind: JsonValueKind.Object } inline:
                return Wait(CalendarPolicies.ParseAsync(
                    inline, $"{inline.Place.Line}:{inline.Place.Column}", SourceReader.OfDeveloper(folder), range, default));
            case var other:
                reader.AddError(other, $"policies, or the path of a policy file, are expected here, not {other.Kindly}");
                return null;
        }
    }

    // A scenario is read in one go, before anything else runs.
    private static PolicyParse Wait(Task<PolicyParse> parse) => parse.GetAwaiter().GetResult();
}
