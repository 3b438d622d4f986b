using System.Text;
using System.Text.RegularExpressions;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Language;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Time.Testing;
using Moq;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Policies;

/// <summary>The tables of decisions in docs/policies.md, which quote the engine under the policies above them.</summary>
public sealed partial class DocumentedDecisionTests
{
    private static readonly string Docs = File.ReadAllText(Repository.PathTo("docs/policies.md"));

    /// <summary>
    /// The section and the row, and the states of <c>dev-anna</c> at local times: off, up, and under a drain busy, quiet or unknown.
    /// </summary>
    public static TheoryData<string, string, string> Rows => new()
    {
        { "Start ahead", "stopped, 06:45", "01 19:10 up, 01 19:20 off, 02 06:30 off, 02 06:45 off" },
        { "Start ahead", "stopped manually at 06:50", "01 19:10 up, 01 19:20 off, 02 06:40 off, 02 06:45 off, 02 06:48 up, 02 06:50 off" },
        { "Start ahead", "started manually at 20:10", "02 18:00 up, 02 19:00 up, 02 19:10 off, 02 20:00 off, 02 20:10 up, 02 20:45 up" },
        { "Drain", "works until 20:00", "02 18:00 busy, 02 18:40 busy, 02 19:00 busy, 02 19:05 busy" },
        { "Drain", "has no API key for its activity check", "02 18:00 unknown, 02 18:40 unknown, 02 19:00 unknown, 02 19:05 unknown" },
    };

    [Theory, MemberData(nameof(Rows))]
    public async Task Quotes_what_the_engine_says(string section, string row, string seen)
    {
        var text = Docs[Docs.IndexOf($"\n### {section}\n", StringComparison.Ordinal)..];
        var policies = PolicyFile.Parse(Encoding.UTF8.GetBytes(Policies().Match(text).Groups[1].Value)).Policies!;
        var quoted = Regex.Match(text, $@"\n\| {Regex.Escape(row)} \| `([^`]+)`").Groups[1].Value;
        var probe = new Mock<IActivityChecks>();
        var bench = new Bench { Time = new FakeTimeProvider(Instant.FromUtc(2026, 5, 1, 0, 0).ToDateTimeOffset()), Probe = probe.Object };
        bench.Policies = new(policies, null);
        bench.Hopsworks.Setup(h => h.StartAsync("dev-anna", It.IsAny<CancellationToken>())).ReturnsAsync(ApiResult.Done);
        bench.AnswersStop("dev-anna");
        var (zone, said) = (DateTimeZoneProviders.Tzdb["Europe/Stockholm"], "");

        foreach (var found in seen.Split(", ").Select(s => s.Split(' ')))
        {
            var at = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm").Parse($"2026-06-{found[0]} {found[1]}").Value;
            bench.Time.SetUtcNow(at.InZoneLeniently(zone).ToDateTimeOffset());
            bench.Lists(found[2] == "off" ? Bench.Stopped("dev-anna") : Bench.Running("dev-anna"));
            probe.Setup(p => p.ProbeAsync(It.IsAny<IReadOnlyList<ProbeTarget>>(), It.IsAny<CancellationToken>()))
                .ReturnsAsync(new Dictionary<string, Sample> { ["dev-anna"] = Sampled(found[2]) });
            var report = Assert.Single((await bench.RunAsync()).Clusters);
            said = report.Decision.Explain(report.Cluster, at.InZoneLeniently(zone).ToInstant());
        }

        Assert.Equal(quoted, said);
    }

    private static Sample Sampled(string word) => word switch
    {
        "busy" => Sample.Busy("appsRunning is 1"),
        "unknown" => Sample.Unknown("there is no secret"),
        _ => new(Activity.Quiet),
    };

    [GeneratedRegex("```jsonc\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Policies();
}
