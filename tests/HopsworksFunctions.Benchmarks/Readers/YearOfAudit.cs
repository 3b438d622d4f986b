using System.Text.Json;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Sqlite;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Policies.Json;
using Microsoft.Data.Sqlite;
using NodaTime;

namespace HopsworksFunctions.Benchmarks.Readers;

/// <summary>The audit entries of a year in which each cluster was stopped every evening and started every morning.</summary>
internal static class YearOfAudit
{
    private static readonly NodeList Nodes = new(
        Cloud.Azure, "westeurope", HeadIsHighlyAvailable: false,
        [new("head", "Standard_D8_v3", 1, 512), new(NodeGroup.Worker, "Standard_D4_v3", 4, 512)], null);

    /// <returns>The number of entries.</returns>
    public static Task<int> WriteAsync(
        StateDatabase database, IReadOnlyCollection<ClusterRecord> clusters, LocalDate today, int days,
        CancellationToken cancellationToken) =>
        database.CallAsync(connection =>
        {
            var keys = new AuditKeys();
            var count = 0;
            using var transaction = connection.BeginTransaction();
            using var insert = connection.Command(
                "INSERT INTO audit (key, schema, kind, cluster, json) VALUES ($key, $schema, $kind, $cluster, $json)",
                ("$key", ""), ("$schema", DocumentSchema.Current), ("$kind", ""), ("$cluster", ""), ("$json", ""));
            for (var day = today.PlusDays(-days); day < today; day = day.PlusDays(1))
            {
                foreach (var entry in clusters.SelectMany(cluster => Of(cluster, day)))
                {
                    Set(insert, "$key", keys.Next(entry.At));
                    Set(insert, "$kind", CamelCase.Of(entry.Kind));
                    Set(insert, "$cluster", entry.ClusterId!);
                    Set(insert, "$json", JsonSerializer.Serialize(entry, StateJson.Audit));
                    insert.ExecuteNonQuery();
                    count++;
                }
            }
            transaction.Commit();
            return count;
        }, cancellationToken);

    private static void Set(SqliteCommand command, string name, string value) => command.Parameters[name].Value = value;

    private static IEnumerable<AuditEntry> Of(ClusterRecord cluster, LocalDate day)
    {
        var (morning, evening) = (At(day, 7), At(day, 19));
        var minute = Duration.FromMinutes(1);
        yield return Step(cluster, AuditKind.Start, morning, AuditStep.Intent, Reason.WindowStart);
        yield return Step(cluster, AuditKind.Start, morning + Duration.FromSeconds(1), AuditStep.Accepted, Reason.WindowStart);
        yield return Entry(cluster, AuditKind.CameUp, morning + 5 * minute, "is running after the start sent 07:00 (UTC)") with
        {
            Cause = Cause.Policy,
            Left = morning,
        };
        yield return Step(cluster, AuditKind.Stop, evening, AuditStep.Intent, Reason.WindowEnd);
        yield return Step(cluster, AuditKind.Stop, evening + Duration.FromSeconds(1), AuditStep.Accepted, Reason.WindowEnd);
        yield return Entry(cluster, AuditKind.WentDown, evening + 5 * minute, "is stopped after the stop sent 19:00 (UTC)") with
        {
            Cause = Cause.Policy,
            Left = evening,
            Nodes = Nodes,
        };
    }

    private static AuditEntry Step(ClusterRecord cluster, AuditKind kind, Instant at, AuditStep step, Reason reason) =>
        Entry(cluster, kind, at, "Stopping: outside schedule 'office' since 19:00 (UTC). Next start Tue 07:00") with
        {
            Step = step,
            Reason = reason,
        };

    private static AuditEntry Entry(ClusterRecord cluster, AuditKind kind, Instant at, string message) =>
        new(at, "0b7b3c4e-9f0e-4f6e-8f3a-2f2b8f0d8a11", "timer", kind, $"{cluster.Name} {message}")
        {
            ClusterId = cluster.ClusterId,
            ClusterName = cluster.Name,
            Rule = "dev",
            PolicyVersion = "4f0c2d9a",
        };

    private static Instant At(LocalDate day, int hour) => day.At(new LocalTime(hour, 0)).InUtc().ToInstant();
}
