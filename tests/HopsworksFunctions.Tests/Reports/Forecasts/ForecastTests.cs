using System.Globalization;
using System.Net;
using System.Text.Json;
using HopsworksFunctions.Cli.Commands;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core.Reports.Forecasts;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Run;
using NodaTime;
using static HopsworksFunctions.Tests.Reports.Savings.Audited;

namespace HopsworksFunctions.Tests.Reports.Forecasts;

/// <summary>A fleet in the middle of June 2026, with 360 hours past and 360 to come. A machine costs 2 US dollars an hour.</summary>
public sealed class ForecastTests
{
    private static readonly PolicySet Policies = PolicyText.Valid("""
        { 'timeZone': 'UTC', 'schedules': { 'office': { 'up': ['mon-fri 07:00-19:00'] } },
          'rules': [ { 'name': 'production', 'match': { 'name': 'prod' }, 'protect': true },
                     { 'name': 'lab', 'match': { 'name': 'lab-*' }, 'idle': { 'after': '1h' } },
                     { 'name': 'dev', 'match': { 'name': 'dev' }, 'schedule': 'office' } ] }
        """);

    private static readonly NodeList Priced = Nodes(Cloud.Azure, "westeurope", null, new NodeGroup("head", "m", 1, 100));
    private static readonly NodeList Unpriced = Nodes(Cloud.Azure, "westeurope", null, new NodeGroup("head", "x", 1, 100));
    private static readonly Dictionary<Machine, Rate> Rates = new() { [new(Cloud.Azure, "westeurope", "m")] = new(2, 8, "a test") };
    private static readonly ForecastTimes Times = ForecastTimes.Of(At("2026-06-16 00:00"), DateTimeZone.Utc, At("2026-06-16 00:00"));

    private static readonly List<AuditEntry> Audit = [];

    private static readonly ForecastCluster[] Fleet =
    [
        // "dev" was first seen on May 22. It was down for a weekend, and is up now, on a Tuesday at midnight.
        Cluster("dev", "dev", Priced, Entry("dev", "2026-05-22 00:00", AuditKind.CameUp),
            Down("dev", "2026-06-06 00:00", Priced), Up("dev", "2026-06-08 00:00", "2026-06-08 00:00")),
        Cluster("prod", "production", Priced),
        // "lab-1" was down for one of the last four weeks.
        Cluster("lab-1", "lab", Priced, Down("lab-1", "2026-05-26 00:00", Priced, "lab") with { Left = At("2026-05-26 00:00") },
            Up("lab-1", "2026-06-02 00:00", "2026-06-02 00:00")),
        // "lab-2" has been known for three days.
        Cluster("lab-2", "lab", Unpriced, Entry("lab-2", "2026-06-13 00:00", AuditKind.CameUp)),
        Cluster("old", null, null, DownByHand("old", "2026-05-01 00:00") with { Left = At("2026-05-01 00:00") }),
        Cluster("gone", "dev", Priced, Entry("gone", "2026-05-10 00:00", AuditKind.CameUp),
            Entry("gone", "2026-05-11 00:00", AuditKind.ClusterDeleted) with { Left = At("2026-05-11 00:00") }) with { Record = null },
    ];

    private static ForecastCluster Cluster(string name, string? rule, NodeList? nodes, params AuditEntry[] entries)
    {
        Audit.AddRange(entries);
        var isUp = entries is not [.., { Kind: AuditKind.WentDown }];
        ClusterRecord record = new()
        {
            ClusterId = name, Name = name, Power = isUp ? PowerState.Up : PowerState.Down,
            PowerSince = At("2026-01-01 00:00"),
            FirstSeen = entries is [{ Left: null, Kind: AuditKind.CameUp, At: var seen }, ..] ? seen : At("2026-01-01 00:00"),
        };
        return new(
            name, name, Policies.Rules.FirstOrDefault(its => its.Name == rule), record, null, false, nodes,
            ForecastPower.Of(entries, record, Times));
    }

    private static SavedTimes Savings(Instant from, Instant to) =>
        SavedTimes.Of(DownTime.Of(Audit, Times.Until).Select(time => time.Within(from, to)).OfType<DownTime>());

    private static Forecast Of(PolicySet? policies, ForecastTimes times, params IReadOnlyList<ForecastCluster> clusters) =>
        new ForecastCalculator(
            policies, times,
            new(Savings(Times.Last, Times.Start), Savings(Times.Start, Times.Until),
                Savings(Times.Until - ForecastTimes.Weeks, Times.Until)), Rates).Of(clusters, DateTimeZone.Utc, "a test", ["A doubt."]);

    private static string Figures(ForecastPart? part) => part is null ? "none" : string.Create(
        CultureInfo.InvariantCulture,
        $"{part.HoursUp:0.##} up {part.CostUsd?.ToString("0.##", CultureInfo.InvariantCulture) ?? "?"}, "
        + $"{part.HoursUnknown:0.##} unknown, {part.SavedNodeHours:0.##} saved "
        + $"{part.SavedUsd?.ToString("0.##", CultureInfo.InvariantCulture) ?? "?"}");

    private static string Lines(ForecastFigures its) => string.Join(
        " | ", Figures(its.LastMonth), Figures(its.SoFar), Figures(its.Rest), Figures(its.ThisMonth));

    [Theory]
    // The cluster needs half an hour to stop at midnight, and then runs on eleven weekdays.
    [InlineData("dev", ForecastBasis.Schedule, "240 up 480, 0 unknown, 0 saved 0 | 311.92 up 623.83, 0.08 unknown, 48 saved 96 | "
        + "138 up 276, 0 unknown, 222 saved 444 | 449.92 up 899.83, 0.08 unknown, 270 saved 540")]
    [InlineData("prod", ForecastBasis.AsNow, "744 up 1488, 0 unknown, 0 saved 0 | 360 up 720, 0 unknown, 0 saved 0 | "
        + "360 up 720, 0 unknown, 0 saved 0 | 720 up 1440, 0 unknown, 0 saved 0")]
    [InlineData("lab-1", ForecastBasis.LastWeeks, "600 up 1200, 0 unknown, 144 saved 288 | 336 up 672, 0 unknown, 24 saved 48 | "
        + "270 up 540, 0 unknown, 90 saved 180 | 606 up 1212, 0 unknown, 114 saved 228")]
    [InlineData("lab-2", ForecastBasis.Unknown, "0 up 0, 0 unknown, 0 saved 0 | 72 up ?, 0 unknown, 0 saved 0 | "
        + "0 up 0, 360 unknown, 0 saved 0 | 72 up ?, 360 unknown, 0 saved 0")]
    [InlineData("old", ForecastBasis.AsNow, "0 up 0, 0 unknown, 0 saved 0 | 0 up 0, 0 unknown, 0 saved 0 | "
        + "0 up 0, 0 unknown, 0 saved 0 | 0 up 0, 0 unknown, 0 saved 0")]
    public void Each_cluster_has_what_was_and_what_the_policies_mean(string cluster, ForecastBasis basis, string figures)
    {
        var its = Of(Policies, Times, Fleet).Clusters.Single(one => one.Id == cluster);

        Assert.Equal((basis, figures), (its.Basis, Lines(its)));
    }

    [Fact]
    public void Rules_and_the_whole_are_the_sums_and_what_is_not_known_is_said()
    {
        var forecast = Of(Policies, Times, Fleet);

        Assert.Equal(["prod", "lab-1", "dev", "lab-2", "gone", "old"], forecast.Clusters.Select(cluster => cluster.Id));
        Assert.Equal(["dev", "lab", "production", null], forecast.Rules.Select(rule => rule.Name));
        Assert.Equal(
            "600 up 1200, 0 unknown, 144 saved 288 | 408 up 672, 0 unknown, 24 saved 48 | "
            + "270 up 540, 360 unknown, 90 saved 180 | 678 up 1212, 360 unknown, 114 saved 228", Lines(forecast.Rules[1]));
        Assert.Equal("768 up 1536, 360 unknown, 312 saved 624", Figures(forecast.Rest));
        Assert.Equal("72 saved 144", Figures(forecast.SoFar)[^12..]);
        string[] said =
        [
            "Prices: a test.", "For 0.08 of these hours nobody knows whether the cluster was up.", "From 2026-06-16T00:00:00Z on, ",
            "hold cannot be read: old, prod.", "by their windows: lab-1.", "and have no schedule: lab-2.",
            "The machines of these are unknown, so what they cost and will save is not in the amounts: old.",
            "No price is known for some or all machines of these, so those machines are not in the amounts: lab-2.",
            "so the figures of last month are not of a whole month: dev, lab-2.", "A doubt.",
        ];
        Assert.All(said, sentence => Assert.Single(
            forecast.Assumptions, its => its.Contains(sentence, StringComparison.Ordinal)));
        ApiDocument.Check(
            HttpMethod.Get, "forecast", HttpStatusCode.OK, "application/json", JsonSerializer.Serialize(forecast, HttpJson.Options));
    }

    [Fact]
    public void Without_policies_there_is_what_was_and_no_forecast()
    {
        var forecast = Of(null, Times, Fleet);

        Assert.Equal((null, null), (forecast.Rest, forecast.ThisMonth));
        Assert.Equal("72 saved 144", Figures(forecast.SoFar)[^12..]);
        Assert.All(forecast.Clusters, cluster => Assert.Equal((ForecastBasis.Unknown, null), (cluster.Basis, cluster.Rest)));
    }

    [Fact]
    public void Time_in_which_no_run_was_made_is_unknown_and_not_forecast()
    {
        var late = ForecastTimes.Of(At("2026-06-17 00:00"), DateTimeZone.Utc, At("2026-06-16 00:00"));

        var its = Of(Policies, late, Fleet[1]).Clusters.Single();

        Assert.Equal("360 up 720, 24 unknown, 0 saved 0", Figures(its.SoFar));
        Assert.Equal("336 up 672, 0 unknown, 0 saved 0", Figures(its.Rest));
    }

    [Theory]
    [InlineData("Up", "295.5 up 591, 0 unknown, 64.5 saved 129")]
    [InlineData("Down", "193.5 up 387, 0 unknown, 64.5 saved 129")]
    public void A_hold_of_a_cluster_that_goes_by_its_weeks_comes_first(string state, string figures)
    {
        // The hold lasts 102 hours. Of the other 258, the cluster is up for three quarters, and a quarter is saved.
        var hold = new Hold("lab-1", Enum.Parse<HoldState>(state), At("2026-06-15 00:00"), At("2026-06-20 06:00"), "anna", null);

        Assert.Equal(figures, Figures(Of(Policies, Times, Fleet[2] with { Hold = hold }).Rest));
    }

    [Theory]
    [InlineData("2026-03-15 12:00", "Europe/Stockholm", "2026-01-31 23:00", "2026-02-28 23:00", "2026-03-31 22:00")]
    [InlineData("2026-10-31 23:30", "Europe/Stockholm", "2026-09-30 22:00", "2026-10-31 23:00", "2026-11-30 23:00")]
    [InlineData("2026-10-31 23:30", "UTC", "2026-09-01 00:00", "2026-10-01 00:00", "2026-11-01 00:00")]
    public void A_month_is_that_of_its_zone(string now, string zone, string last, string start, string end)
    {
        var times = ForecastTimes.Of(At(now), DateTimeZoneProviders.Tzdb[zone], At(now) - Duration.FromMinutes(5));

        Assert.Equal((At(last), At(start), At(end)), (times.Last, times.Start, times.End));
        Assert.Equal(times.Until, times.Rest);
    }

    [Fact]
    public void A_table_of_eighty_columns_and_lines_for_spreadsheets_have_all_figures()
    {
        using var table = new StringWriter();
        ForecastTable.Write(table, Of(Policies, Times, Fleet));
        using var csv = new StringWriter();
        ForecastCsv.Write(csv, Of(Policies, Times, Fleet));

        var text = table.ToString();
        Assert.StartsWith(
            "Forecast of June 2026 (UTC): list price, on-demand, compute only (estimate); a test", text, StringComparison.Ordinal);
        Assert.Matches("May hours +May USD +May saved +Jun hours +Jun USD +Jun saved", text);
        Assert.Matches("dev +240.0 +480.00 +0.00 +449.9 +899.83 +540.00", text);
        Assert.Matches("lab-2 +0.0 +0.00 +0.00 +72.0 +\\? +0.00", text);
        Assert.All(
            [
                "cluster,dev,dev,schedule,thisMonth,449.92,0.08,899.83,270.00,540.00", "rule,lab,,,rest,270.00,360.00,540.00,90.00,180.00",
                "all,,,,soFar,1079.92,0.08,2015.83,72.00,144.00",
            ],
            line => Assert.Contains($"\r\n{line}\r\n", csv.ToString(), StringComparison.Ordinal));
    }
}
