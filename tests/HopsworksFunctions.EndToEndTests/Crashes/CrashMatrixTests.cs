using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Testing;

namespace HopsworksFunctions.EndToEndTests.Crashes;

/// <summary>
/// The process is killed at each step of a stop, a start and the restoring of workers. The next process continues: in the end the cluster
/// is right, nothing was done twice, and the audit log has an outcome for each intent.
/// </summary>
public sealed class CrashMatrixTests
{
    private static readonly Comparer<Worker> ByType = Comparer<Worker>.Create(
        (a, b) => string.CompareOrdinal(a.InstanceType, b.InstanceType));

    public static TheoryData<Moment> Moments => [.. Enum.GetValues<Moment>()];

    [Theory]
    [MemberData(nameof(Moments))]
    public async Task What_a_killed_process_began_the_next_one_ends(Moment moment)
    {
        var (monday, tuesday, wednesday) = (CrashRig.Monday, CrashRig.Monday.AddDays(1), CrashRig.Monday.AddDays(2));
        await using var rig = await CrashRig.StartAsync();

        await rig.RunAsync(monday.AddHours(18.5));
        var stops = await KillAsync(rig, monday.AddHours(19), Operation.Stop, moment);
        var starts = await KillAsync(rig, tuesday.AddHours(7), Operation.Start, moment);

        foreach (var at in new[] { tuesday.AddHours(19), tuesday.AddHours(20), wednesday.AddHours(7) })
            await rig.RunAsync(at);
        var additions = await KillAsync(rig, wednesday.AddHours(7.25), Operation.AddWorkers, moment);

        Call[] calls = [.. stops, .. starts, .. additions];
        Console.WriteLine($"Crash matrix, {moment}: 3 kills, 6 actions due, {calls.Length} calls ({stops.Count} stop, {starts.Count} "
            + $"start, {additions.Count} add workers), {calls.Count(call => call.Done)} carried out, none twice.");
    }

    /// <summary>Kills the process at this moment of the operation, runs on, and returns the calls that it took.</summary>
    private static async Task<IReadOnlyList<Call>> KillAsync(CrashRig rig, DateTimeOffset at, Operation operation, Moment moment)
    {
        rig.Hopsworks.Calls.Clear();
        await new Killing(rig, at, operation).AtAsync(moment);
        rig.Hopsworks.Faults.Clear();

        // The first run is early enough that a cluster may still read as before. The others last until an unanswered call times out and is
        // retried.
        foreach (var minutes in new[] { 0.2, 5, 10, 15, 30, 45, 60, 65, 70, 75, 80, 85 })
            await rig.RunAsync(at.AddMinutes(minutes));
        await CheckAsync(rig, operation);
        return [.. rig.Hopsworks.Calls.Of(operation, CrashRig.Subject), .. rig.Hopsworks.Calls.Of(operation, CrashRig.Other)];
    }

    private static async Task CheckAsync(CrashRig rig, Operation operation)
    {
        foreach (var cluster in new[] { CrashRig.Subject, CrashRig.Other }.Select(id => rig.Hopsworks.ControlPlane.Get(id)!))
        {
            var calls = rig.Hopsworks.Calls.Of(operation, cluster.Id);
            Assert.Equal(operation == Operation.Stop ? ClusterStates.Stopped : ClusterStates.Running, cluster.State);
            Assert.Equal(operation == Operation.Stop ? [] : CrashRig.Workers.Order(ByType), cluster.Workers.Order(ByType));
            // An operation that was carried out is not sent again. Earlier calls were not carried out, and the audit log, without gaps,
            // says so.
            Assert.Single(calls, call => call.Done);
            Assert.True(calls[^1].Done);
        }
        Assert.Empty(AuditedCalls.Gaps(await rig.State.AuditAsync()));
        var state = await rig.State.LoadAsync();
        Assert.Empty(state.Incidents);
        Assert.All(state.Records.Values, record => Assert.Null(record.Pending));
    }
}
