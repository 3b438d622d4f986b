using System.Text;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Policies.Schedules;

namespace HopsworksFunctions.Tests.Policies;

/// <summary>Policies as tests write them, with single quotes for double ones.</summary>
internal static class PolicyText
{
    public static PolicyParse Parse(string json) => PolicyFile.Parse(Encoding.UTF8.GetBytes(json.Replace('\'', '"')));

    public static PolicyParse ParseExactly(string json) => PolicyFile.Parse(Encoding.UTF8.GetBytes(json));

    public static PolicySet Valid(string json)
    {
        var parse = Parse(json);
        Assert.Empty(parse.Problems);
        return parse.Policies!;
    }

    public static Schedule Schedule(string zone, params string[] up) =>
        Valid($"{{ 'timeZone': '{zone}', 'schedules': {{ 's': {{ 'up': "
            + $"[{string.Join(',', up.Select(w => $"'{w}'"))}] }} }}, 'rules': [] }}").Schedules["s"];
}
