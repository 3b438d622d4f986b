using System.Diagnostics.Metrics;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Telemetry;

/// <summary>
/// The metrics of finished runs. Their dimensions are fixed lists of words, never clusters or rules, so that the number of series and their
/// cost do not grow with the number of clusters. If there are several accounts, values that apply to one account also have its name.
/// </summary>
public sealed class RunMetrics
{
    private readonly Histogram<double> duration;
    private readonly Counter<long> decisions;
    private readonly Counter<long> actions;
    private readonly Counter<long> probes;
    private readonly Counter<double> saved;
    private readonly Counter<long> incidentsBegun;
    private readonly CountByWord incidentsOpen;
    private readonly CountByWord clusters;
    private readonly Gauge<double> keyAge;
    private readonly Gauge<double> keyExpiry;

    private readonly bool byAccount;

    /// <param name="byAccount">Whether there are several accounts.</param>
    public RunMetrics(IMeterFactory meters, bool byAccount = false)
    {
        this.byAccount = byAccount;
        var meter = meters.Create(TelemetrySource.Name);
        duration = meter.CreateHistogram("hopsworks.run.duration", "s", "How long runs took.", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300],
        });
        decisions = meter.CreateCounter<long>("hopsworks.decisions", "{decision}", "Decisions of runs, one for each cluster, by reason.");
        actions = meter.CreateCounter<long>(
            "hopsworks.actions", "{action}", "Stops, starts and addings of workers, by what became of them.");
        probes = meter.CreateCounter<long>("hopsworks.probes", "{measurement}", "Measurements of activity, by what they found.");
        saved = meter.CreateCounter<double>("hopsworks.node_hours.saved", "h",
            "Machines times hours that clusters were down because the policies stopped them, spot machines left out.");
        incidentsBegun = meter.CreateCounter<long>("hopsworks.incidents.begun", "{incident}", "Incidents that began, by kind.");
        incidentsOpen = new(
            meter.CreateGauge<long>("hopsworks.incidents.open", "{incident}", "Incidents that are open, by kind."), "hopsworks.kind");
        clusters = new(
            meter.CreateGauge<long>("hopsworks.clusters", "{cluster}", "Clusters that Hopsworks lists, by state."), "hopsworks.state");
        keyAge = meter.CreateGauge<double>("hopsworks.key.age", "d", "Days since the API key in use was stored.");
        keyExpiry = meter.CreateGauge<double>("hopsworks.key.expires_in", "d", "Days until the API key in use expires.");
    }

    /// <param name="key">The status of the API key; null if the settings do not name a key.</param>
    public void Record(RunReport report, SecretStatus? key)
    {
        duration.Record((report.FinishedAt - report.StartedAt).TotalSeconds, Tag("hopsworks.outcome", report.Outcome));
        foreach (var (reason, count) in report.Clusters.CountBy(c => c.Decision.Reason))
            decisions.Add(count, Tag("hopsworks.reason", reason));
        RecordActions(report.Clusters);
        foreach (var (activity, count) in report.Clusters.Where(c => c.Sample is not null).CountBy(c => c.Sample!.Activity))
            probes.Add(count, Tag("hopsworks.activity", activity));
        if (SavedHours.Of(report) is > 0 and var hours)
            saved.Add(hours);
        var begun = report.Notices.Where(n => !n.Over && !n.Once && EventCatalog.IsIncident(n.Kind));
        foreach (var notice in begun)
            incidentsBegun.Add(1, Tag("hopsworks.kind", notice.Kind));
        KeyValuePair<string, object?>[] account = byAccount ? [new("hopsworks.account", report.Account)] : [];
        // A run that could not load the state does not know the open incidents.
        if (report.Outcome is RunOutcome.Ok or RunOutcome.Partial || report.Incidents.Count > 0)
            incidentsOpen.Record(report.Incidents.CountBy(i => i.Kind).ToDictionary(i => CamelCase.Of(i.Key), i => i.Value), account);
        if (report.Clusters.Count > 0)
            clusters.Record(report.Clusters.CountBy(c => c.Cluster.State).ToDictionary(c => CamelCase.Of(c.Key), c => c.Value), account);
        if (key?.CreatedOn is { } created)
            keyAge.Record((report.FinishedAt.ToDateTimeOffset() - created).TotalDays, account);
        if (key?.ExpiresOn is { } expires)
            keyExpiry.Record((expires - report.FinishedAt.ToDateTimeOffset()).TotalDays, account);
    }

    /// <summary>Counts the outcomes of stops and starts, including manual ones.</summary>
    public void RecordActions(IEnumerable<ClusterReport> reports)
    {
        foreach (var ((action, done), count) in reports.Where(c => c.Done != ActionOutcome.Nothing)
            .CountBy(c => (c.Decision.Action, c.Done)))
            actions.Add(count, Tag("hopsworks.action", action), Tag("hopsworks.outcome", done));
    }

    private static KeyValuePair<string, object?> Tag<T>(string name, T member)
        where T : struct, Enum => new(name, CamelCase.Of(member));

    /// <summary>A gauge with one series per word. A word that no longer occurs drops to zero instead of keeping its last value.</summary>
    private sealed class CountByWord(Gauge<long> gauge, string dimension)
    {
        private readonly HashSet<string> seen = [];

        public void Record(Dictionary<string, int> counts, KeyValuePair<string, object?>[] account)
        {
            lock (seen)
            {
                seen.UnionWith(counts.Keys);
                foreach (var word in seen)
                    gauge.Record(counts.GetValueOrDefault(word), [new(dimension, word), .. account]);
            }
        }
    }
}
