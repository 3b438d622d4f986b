using HopsworksEmulator;
using HopsworksFunctions.Cli.Commands;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Tests.Run;

namespace HopsworksFunctions.Tests.Commands;

public sealed class SavingsCsvTests
{
    // The names and IDs are unescaped, as in audit entries from before the app escaped them.
    [Fact]
    public void No_field_is_a_formula_or_holds_what_is_not_seen()
    {
        var fleet = HostileFleet.Create(DateTimeOffset.UnixEpoch);
        var text = new StringWriter();

        SavingsCsv.Write(text, new()
        {
            From = default, To = default, CountedUntil = default, Label = "", Days = [], Prices = [], Assumptions = [],
            Clusters = [.. fleet.Select(cluster => new ClusterSavings { Id = cluster.Name, Name = cluster.Name })],
            Rules = [.. fleet.Select(cluster => new RuleSavings { Name = cluster.Name })],
        });

        var lines = text.ToString().TrimEnd().Split("\r\n").Select(Fields).ToList();
        Assert.Equal(2 * fleet.Count + 2, lines.Count);
        Assert.All(lines, fields => Assert.Equal(8, fields.Count));
        Assert.All(lines.SelectMany(fields => fields), field => Assert.Equal("", Hidden.In(field)));
        Assert.All(lines.SelectMany(fields => fields), field => Assert.DoesNotMatch(@"^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]", field));
        Assert.Superset(
            new HashSet<string> { "'=cmd|' /C calc'!A0", "'-1+1", @"'\u0009=1+1", @"'\u000d=1+1", "' =1+1", "'\uff1d1+1", "a,\"b\"" },
            lines.Select(fields => fields[1]).ToHashSet());
    }

    /// <summary>Splits a line as RFC 4180 defines.</summary>
    private static List<string> Fields(string line)
    {
        var (fields, field, quoted) = (new List<string>(), "", false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                field += line[++i];
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ',' && !quoted)
            {
                fields.Add(field);
                field = "";
            }
            else
                field += line[i];
        }
        fields.Add(field);
        return fields;
    }
}
