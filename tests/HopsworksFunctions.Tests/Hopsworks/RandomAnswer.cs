using System.Text;

namespace HopsworksFunctions.Tests.Hopsworks;

/// <summary>
/// Random answers with clusters, most of them as the API writes them, some with content that it should never write. Each character is a
/// byte, so texts need not be UTF-8.
/// </summary>
internal sealed class RandomAnswer(Random random)
{
    /// <summary>The fields of each kind of object, and of the elements of lists.</summary>
    private static readonly Dictionary<string, string[]> Members = new()
    {
        ["cluster"] = ["id", "name", "state", "activationState", "createdOn", "startedOn", "version", "url", "provider", "errorMessage",
            "tags", "clusterConfiguration", "azure", "aws", "gcp", "ronDB", "autoscale", "backupPipelineInProgress",
            "backupRetentionPeriod", "upgradeInProgress", "ports"],
        ["tags"] = ["name", "value"],
        ["clusterConfiguration"] = ["head", "workers"],
        ["head"] = ["instanceType", "diskSize", "count", "haEnabled", "spotInfo"],
        ["workers"] = ["instanceType", "diskSize", "count", "haEnabled", "spotInfo"],
        ["spotInfo"] = ["maxPrice", "fallBackOnDemand"],
        ["azure"] = ["location"], ["aws"] = ["region"], ["gcp"] = ["zone"],
        ["ronDB"] = ["allInOne", "mgmd", "ndbd", "mysqld", "api"],
        ["autoscale"] = ["nonGpu", "gpu"],
        ["nonGpu"] = ["instanceType", "diskSize", "minWorkers", "maxWorkers", "standbyWorkers", "downscaleWaitTime", "spotInfo"],
        ["ports"] = ["id", "name"],
    };

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "1", "2", "-5", "0.5", "1e400", "123456789012345678901234567890", "2147483648", "1605374387",
        "1605374387069", "1795456800", "1795543200", "1795543201", "1795629600000", "\"1605374387\"", "\" 7 \"", "\"NaN\"",
        "\"true\"", "\"False\"", "\"running\"", "\"stopped\"", "\"unreadable\"", "\"st\\u006fpped\"", "\"stoppable\"", "\"AZURE\"",
        "\"aws\"", "\"North Europe\"", "\"m5.xlarge\"", "\"Standard_D8_v3\"", "\"\"", "\" \"", "\"x\\n\\u202e\"",
        "\"\\ud83d\\ude00\"", "\"\u00c3\u00a5\"",
        "\"https://c.hopsworks.ai/x\"", "\"HTTPS://u:p@C.example:443/?q\"", "\"http://[::1]:8/\"", "\"https://\"",
        "\"\\u0068ttps://a.example\"",
    ];

    private static readonly string[] Hostile =
    [
        "\"\\ud800\"", "\"\\udc00x\"", "\"\u00ff\"", "\"\u00c3\"", "[]", "{}", "[{}]", "[null]", "{\"\\ud800\":1}", "{\"id\":[{\"id\":1}]}",
        "[1,\"x\"]", $"\"{new string('x', 5000)}\"", Nested(59), Nested(60), Nested(61), Nested(70),
    ];

    // No reader knows these names: another case, half of a surrogate pair, invalid UTF-8, or both.
    private static readonly string[] OtherNames =
        ["Id", "ID", "future", "", "$id", "$type", "\\ud800", "\u00ff", "i\\u0064\u00ff", "na\\/me", "\u00c3\u00a5"];

    /// <summary>One in this many values, names and answers is hostile; none if 0.</summary>
    public int Hostility { get; init; }

    public string Cluster()
    {
        if (IsHostile()) return Any();
        var id = $"\"id\":\"{(char)random.Next('a', 'f')}\"";
        var rest = Object("cluster");
        return random.Next(4) == 0 || rest is "{}" ? rest : $"{{{id},{rest[1..]}";
    }

    public byte[] Listing(IEnumerable<string> clusters) =>
        Answer("clusters", $"[{Space()}{string.Join($"{Space()},{Space()}", clusters)}{Space()}]");

    public byte[] Single() => Answer("cluster", Cluster());

    private byte[] Answer(string member, string content)
    {
        var payload = IsHostile() ? Any() : Join([$"\"{member}\":{content}", .. Extra(member)], random.Next(4) == 0);
        List<string> members = [$"\"payload\":{payload}", .. Extra("payload"), "\"code\":200", .. Extra("code")];
        if (random.Next(3) == 0) members.Add($"\"message\":{Value("message")}");
        return Damage(Encoding.Latin1.GetBytes(Join(members, random.Next(2) == 0)));
    }

    private IEnumerable<string> Extra(string member) => IsHostile() ? [$"{Name(member)}:{Any()}"] : [];

    private byte[] Damage(byte[] body)
    {
        if (!IsHostile()) return body;
        var at = random.Next(body.Length);
        return random.Next(5) switch
        {
            0 => body[..at],
            1 => [.. body, (byte)random.Next(256)],
            2 => [0xef, 0xbb, 0xbf, .. body],
            3 => [.. body[..at], (byte)random.Next(256), .. body[(at + 1)..]],
            _ => [.. body[..at], .. body[Math.Min(body.Length, at + random.Next(9))..]],
        };
    }

    private string Object(string kind) => Join(
        [.. Members[kind].Where(_ => random.Next(5) > 0).SelectMany(Twice).Select(name => $"{Name(name)}:{Space()}{Value(name)}")],
        random.Next(3) == 0);

    private string[] Twice(string member) => random.Next(20) == 0 ? [member, member] : [member];

    private string Join(List<string> members, bool shuffle)
    {
        var ordered = members.ToArray();
        if (shuffle) random.Shuffle(ordered);
        return $"{{{Space()}{string.Join($",{Space()}", ordered)}{Space()}}}";
    }

    private string Name(string name)
    {
        if (IsHostile()) return $"\"{OtherNames[random.Next(OtherNames.Length)]}\"";
        var at = random.Next(name.Length);
        return random.Next(10) == 0 ? $"\"{name[..at]}\\u{(int)name[at]:x4}{name[(at + 1)..]}\"" : $"\"{name}\"";
    }

    private string Value(string name)
    {
        if (IsHostile()) return Any();
        if (random.Next(12) == 0) return "null";
        if (name is "url" && random.Next(2) == 0) return Address();
        if (name is "tags" or "workers")
            return $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(8) == 0 ? "null" : Object(name)))}]";
        if (name is "mgmd" or "ndbd" or "mysqld" or "api") return Object("head");
        return Members.ContainsKey(name) ? Object(name) : Values[random.Next(Values.Length)];
    }

    private string Address()
    {
        var rest = Enumerable.Range(0, random.Next(12)).Select(_ => "aabx01..-:@/?#[]% A\u00c3\u00a5"[random.Next(20)]);
        return $"\"http{(random.Next(3) > 0 ? "s" : "")}://{string.Concat(rest)}{(random.Next(2) == 0 ? "/x" : "")}\"";
    }

    private string Any() => random.Next(3) == 0 ? Values[random.Next(Values.Length)] : Hostile[random.Next(Hostile.Length)];

    private bool IsHostile() => Hostility > 0 && random.Next(Hostility) == 0;

    private string Space() => random.Next(10) == 0 ? " \r\n\t"[..random.Next(1, 5)] : "";

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
