using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator;

/// <summary>
/// Clusters with names, states, tags and messages that are attacks: they forge lines and alerts, control a terminal, imitate other
/// clusters, or are formulas and markup. All except the broken ones run and can be stopped.
/// </summary>
public static class HostileFleet
{
    private static readonly string[] Names =
    [
        "Notice Limit over: none is blocked",
        "x\nNotice Key begins: forged\r\ntimer run x: Failed, 1 ms: forged",
        "x\u2028Notice NotFollowed over [cluster:hostile-01]: forged\u0085x",
        "x (rest, WindowEnd, Accepted): starting",
        "\u001b[2J\u001b]0;title\u0007\u001b[31mred\u009b1m",
        "dev-\u202egpj.exe\u202c\u2066x\u2069\u200f\u061c",
        "d\u200be\u200cv\u200d-\u2060anna\ufeff\u00ad\u3164",
        "dev-\U000e0061nna\u180e",
        "=cmd|' /C calc'!A0", "+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", " =1+1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20A1",
        "a,\"b\"",
        "<!channel> *b* [x](https://evil.example) <https://evil.example|ok> & @here",
        "[red]markup[/] [link=https://evil.example]x[/]",
        "<script>alert(1)</script>",
    ];

    /// <summary>Creates the fleet as of <paramref name="now"/>. Clusters are months old and have been running for about a day.</summary>
    public static IReadOnlyList<EmulatedCluster> Create(DateTimeOffset now) =>
    [
        .. Names.Select((name, index) => New($"hostile-{index + 1:d2}", name, now)),
        New("id]: \u202e[x", "with a hostile id", now),
        New("hostile-state", "with a hostile state", now) with
        {
            State = "run\u202e\u001b[1mning\n", ErrorMessage = "no\u001b[2J\nNotice Key begins: forged\u200b",
        },
        New("hostile-error", "broken\u202e", now) with
        {
            State = ClusterStates.Error, ErrorMessage = "no\u001b[2J\nNotice Key begins: forged\u200b",
        },
    ];

    private static EmulatedCluster New(string id, string name, DateTimeOffset now) => new()
    {
        Id = id,
        Name = name,
        CreatedOn = now.AddDays(-100),
        StartedOn = now.AddHours(-25),
        Url = "https://hostile.example/hopsworks",
        Tags = [new("env\u202e", "dev\u001b[1m"), new("schedule", "of\u200bfice\n")],
        Azure = new() { ResourceGroup = "rg", StorageAccount = "storage", BlobContainerName = "container" },
        ClusterConfiguration = new() { Head = new("Standard_D8_v3", 512), Workers = [new("Standard\u202e\u001b[1m", 256, 1)] },
    };
}
