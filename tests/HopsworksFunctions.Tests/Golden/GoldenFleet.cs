using HopsworksEmulator.ControlPlane;
using Nodes = HopsworksEmulator.ControlPlane.Worker;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>The clusters listed at <see cref="Now"/>. Their names tell the rule, then what state/ stores about them.</summary>
internal static class GoldenFleet
{
    /// <summary>A Tuesday at two in the afternoon in Stockholm, five minutes after the last run.</summary>
    public static readonly DateTimeOffset Now = new(2026, 6, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly Nodes[] Two = [new("Standard_D8_v3", 512, 2)];

    public static IReadOnlyList<EmulatedCluster> Clusters { get; } =
    [
        Up(1, "office-up", "2026-06-02T05:06:00Z") with { Workers = Two },
        Up(2, "prod-1", "2026-03-20T10:00:00Z") with
        {
            Tags = [new("env", "prod"), new("team", "risk")], Autoscale = new(new("Standard_D8_v3", MinWorkers: 1)),
        },
        Up(3, "nights-by-hand", "2026-06-02T10:30:00Z"),
        Down(4, "nights-stopped"),
        Down(5, "idle-stopped"),
        Down(6, "long-stopped"),
        Down(7, "office-held-down"),
        Down(8, "nights-after-hold"),
        Down(9, "nights-after-manual"),
        Down(10, "office-by-hand-down"),
        Up(11, "nights-lost-intent", "2026-06-01T17:05:00Z"),
        Down(12, "office-starting") with { State = ClusterStates.StartingHopsworks },
        Up(13, "nights-uncertain", "2026-06-01T17:05:00Z") with { State = ClusterStates.Stopping },
        Up(14, "office-adding", "2026-06-02T05:06:00Z") with { Workers = [new("Standard_D8_v3", 512, 1)] },
        Up(15, "nights-not-followed", "2026-06-01T17:05:00Z"),
        Up(16, "early-warned", "2026-06-02T04:05:00Z"),
        Down(17, "office-retrying"),
        Down(18, "office-failed"),
        Up(19, "nights-deferred", "2026-06-01T17:05:00Z") with { BackupPipelineInProgress = true },
        Up(20, "idle-quiet", "2026-06-02T05:06:00Z"),
        Up(21, "idle-unmeasured", "2026-06-02T05:06:00Z"),
        Up(22, "dry-rehearsed", "2026-06-01T17:05:00Z"),
        Up(23, "office-owes-workers", "2026-06-02T05:06:00Z"),
        Up(25, "office-broken", "2026-06-02T05:06:00Z") with
        {
            State = ClusterStates.Error, ErrorMessage = "Failed to start the head node: quota exceeded",
        },
        Down(26, "left-orphan"),
        Up(27, "nights-held-up", "2026-06-01T17:05:00Z"),
        Up(28, "office-held", "2026-06-02T05:06:00Z"),
        Up(29, "nights-hold-over", "2026-06-01T17:05:00Z"),
        Down(30, "nights-asked-start"),
        Up(31, "office-new", "2026-06-02T11:30:00Z") with { CreatedOn = At("2026-06-02T11:30:00Z") },
        Up(32, "Ünnamed free", "2026-05-30T08:00:00Z") with { Id = "G.32 ü" },
        Down(33, "strict-by-hand"),
        Up(34, "nights-due", "2026-06-01T17:05:00Z") with
        {
            Provider = "AWS",
            Azure = null,
            Aws = new(),
            Workers = [new("m5.2xlarge", 512, 2), new("m5.2xlarge", 512, 1, new(50, FallBackOnDemand: true))],
        },
        Down(36, "office-start-due"),
        Up(37, "office-unseen", "2026-06-02T09:00:00Z"),
        Down(38, "twin") with { Id = "g-38a" },
        Down(38, "twin") with { Id = "g-38b", Tags = [new("env", "prod")] },
    ];

    public static string IdOf(int number) => $"g-{number:00}";

    private static EmulatedCluster Up(int number, string name, string since) => new()
    {
        Id = IdOf(number),
        Name = name,
        CreatedOn = At("2026-03-01T09:00:00Z"),
        StartedOn = At(since),
        Azure = new(),
    };

    private static EmulatedCluster Down(int number, string name) =>
        Up(number, name, "2026-06-01T05:06:00Z") with { State = ClusterStates.Stopped };

    private static DateTimeOffset At(string instant) => DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture);
}
