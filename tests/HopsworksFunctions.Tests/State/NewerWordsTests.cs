using System.Text.Json;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Tests.State;

/// <summary>A word that a newer version stored is unknown to this one, but it is no damage.</summary>
public sealed class NewerWordsTests
{
    [Fact]
    public void Of_a_record_the_rest_is_read()
    {
        var json = JsonSerializer.Serialize(FullRecord.Create(), StateJson.Documents)
            .Replace("\"maxUptime\"", "\"drained\"", StringComparison.Ordinal)
            .Replace("\"windowStart\"", "\"startAhead\"", StringComparison.Ordinal)
            .Replace("\"uncertain\"", "\"perhaps\"", StringComparison.Ordinal)
            .Replace("{\"clusterId\"", "{\"drainingSince\":\"2026-12-01T00:00:00Z\",\"clusterId\"", StringComparison.Ordinal);

        var read = JsonSerializer.Deserialize<ClusterRecord>(json, StateJson.Documents)!;

        Assert.Equal((Reason.Unknown, Reason.Unknown, CallAnswer.None), (read.StoppedFor, read.Pending!.Reason, read.Pending.Answer));
        Assert.Equal((PowerState.Down, "dev"), (read.Power, read.Name));
    }

    [Theory]
    [InlineData("""{"kind":"quota","clusterId":null,"since":"2026-06-01T20:00:00Z","message":"no quota"}""")]
    public void Of_an_incident_the_message_is_read(string json)
    {
        var incident = JsonSerializer.Deserialize<Incident>(json, StateJson.Documents)!;

        Assert.Equal((EventKind.Unknown, "no quota"), (incident.Kind, incident.Message));
    }

    [Fact]
    public void Of_a_hold_that_says_something_new_the_cluster_stays_as_it_is()
    {
        var hold = JsonSerializer.Deserialize<Hold>(
            """
            {"clusterId":"a","state":"drained","since":"2026-06-01T20:00:00Z","until":"2026-06-01T22:00:00Z","by":"ada","reason":null}
            """,
            StateJson.Documents)!;

        Assert.Equal(HoldState.AsIs, hold.State);
    }

    [Fact]
    public void Of_an_audit_entry_the_rest_is_shown()
    {
        var entry = JsonSerializer.Deserialize<AuditEntry>(
            """
            {"at":"2026-06-01T20:00:00Z","runId":"r","trigger":"timer","kind":"resize","message":"resized by ada",
             "step":"halfway","reason":"resized"}
            """,
            StateJson.Audit)!;

        Assert.Equal(
            (AuditKind.Unknown, AuditStep.Uncertain, Reason.Unknown, "resized by ada"),
            (entry.Kind, entry.Step, entry.Reason, entry.Message));
    }

    [Fact]
    public void Where_no_word_says_the_least_an_unknown_one_is_damage()
    {
        var known = JsonSerializer.Serialize(FullRecord.Create(), StateJson.Documents);
        var newer = known.Replace("\"down\"", "\"asleep\"", StringComparison.Ordinal);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ClusterRecord>(newer, StateJson.Documents));
    }
}
