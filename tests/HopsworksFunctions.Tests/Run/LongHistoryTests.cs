using System.Net;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Sqlite;
using NodaTime;

namespace HopsworksFunctions.Tests.Run;

/// <summary>An app with more audit entries in three days than a report reads.</summary>
public sealed class LongHistoryTests
{
    private static readonly Instant Start = Instant.FromUtc(2026, 6, 1, 0, 0);
    private static readonly Duration Step = Duration.FromDays(3) / AuditHistory.MaxEntries;

    [Fact]
    public async Task Savings_and_timeline_of_too_many_entries_are_refused_and_of_fewer_are_answered()
    {
        await using var app = await ServedApp.StartAsync();
        await FillAsync(Path.Combine(app.Folder, ".hopsworks-functions", "state"));

        foreach (var function in (string[])["savings", "timeline"])
        {
            var (status, problem) = await app.SendAsync(HttpMethod.Get, $"{function}?from=2026-06-01&to=2026-06-05");
            Assert.Equal((HttpStatusCode.BadRequest, "urn:hopsworks-functions:problem:bad-query"), (status, (string?)problem["type"]));
            Assert.Equal(
                "The audit log has more than 500000 entries for this. Ask for a shorter range.", (string?)problem["detail"]);
            Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, $"{function}?from=2026-06-20&to=2026-06-21")).Status);
        }
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Get, "health")).Status);
    }

    private static async Task FillAsync(string folder)
    {
        using var database = new StateDatabase(folder, "emulated");
        await database.CallAsync(connection => connection.Do($"""
            WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {AuditHistory.MaxEntries})
            INSERT INTO audit SELECT
                printf('%019d-%016xcafecafe', {AuditKeys.Prefix(Start)} - i * {Step.BclCompatibleTicks}, i),
                {DocumentSchema.Current}, 'cameUp', 'c-' || (i % 100),
                printf('{Entry}', strftime('%Y-%m-%dT%H:%M:%SZ', {Start.ToUnixTimeSeconds()} + i * {Step.TotalSeconds}, 'unixepoch'), i)
            FROM n;
            """), TestContext.Current.CancellationToken);
    }

    private static string Entry =>
        """{"at":"%s","runId":"r%d","trigger":"timer","kind":"cameUp","message":"is up","clusterId":"c"}""";
}
