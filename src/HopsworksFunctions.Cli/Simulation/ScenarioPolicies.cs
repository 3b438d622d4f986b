using System.Text.Json;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Lint;
using NodaTime;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>Reads <c>policies</c>, inline or from a file.</summary>
internal static class ScenarioPolicies
{
    /// <summary>Reads the initial policies, which must be valid, and reports their problems.</summary>
    public static PolicySet? Read(ObjectReader reader, string folder, Instant start, Duration tick, List<Problem> problems)
    {
        if (Parse(reader, folder) is not { } parse)
            return null;
        var found = parse.Problems.Concat(PolicyLint.Check(parse, start, tick));
        // Problems of a policy file have that file's lines and columns.
        problems.AddRange(reader.Node["policies"] is { Kind: JsonValueKind.String } path
            ? found.Select(p => p with { Place = path.Place, Message = p.ToString(path.Text) })
            : found);
        return parse.Policies;
    }

    /// <summary>Parses policies, valid or not; null and a problem if there are none, or if the file cannot be read.</summary>
    public static PolicyParse? Parse(ObjectReader reader, string folder)
    {
        switch (reader.Any("policies"))
        {
            case null:
                reader.AddError(reader.Node, "'policies' is missing: policies, or the path of a policy file");
                return null;
            case { Kind: JsonValueKind.String } path:
                try
                {
                    return PolicyFile.Parse(File.ReadAllBytes(Path.GetFullPath(path.Text, folder)));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
                {
                    reader.AddError(path, $"the policy file cannot be read: {e.Message}");
                    return null;
                }
            case { Kind: JsonValueKind.Object } inline:
                return PolicyFile.Parse(inline, $"{inline.Place.Line}:{inline.Place.Column}");
            case var other:
                reader.AddError(other, $"policies, or the path of a policy file, are expected here, not {other.Kindly}");
                return null;
        }
    }
}
