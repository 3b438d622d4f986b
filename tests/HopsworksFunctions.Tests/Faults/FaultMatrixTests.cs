using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;
using HopsworksFunctions.Testing;

namespace HopsworksFunctions.Tests.Faults;

/// <summary>
/// An evening on which clusters are stopped, and the next morning, when they are started and their workers restored. Each operation has
/// each fault at the worst time: in the end everything due is done, and nothing is done twice.
/// </summary>
public sealed class FaultMatrixTests
{
    private static readonly TimeSpan HalfAnHour = TimeSpan.FromMinutes(30);

    public static TheoryData<Operation> Operations => [.. FaultCase.Operations];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Whatever_fails_the_fleet_converges_and_no_action_is_lost_or_doubled(Operation operation)
    {
        var cases = FaultCase.Of(operation).ToList();
        var verdicts = new Verdict[cases.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, cases.Count), TestContext.Current.CancellationToken, async (i, _) =>
            verdicts[i] = await TryAsync(cases[i]));

        Console.WriteLine($"Fault matrix, {operation}: {cases.Count} faults tried, {verdicts.Sum(v => v.Befallen)} calls befallen, "
            + $"{verdicts.Sum(v => v.Lost.Count)} actions lost, {verdicts.Sum(v => v.Doubled.Count)} doubled.");
        Assert.All(verdicts.Zip(cases), pair => Assert.True(pair.First.IsGood, $"{pair.Second}: {pair.First}"));
    }

    private static async Task<Verdict> TryAsync(FaultCase given)
    {
        await using var rig = await FaultRig.StartAsync();
        var (plane, monday) = (rig.Emulator.ControlPlane, FaultRig.Monday);
        List<string> lost = [], wrong = [];

        await rig.RunAsync(monday.AddHours(18.5), monday.AddHours(18.8));
        await FailAsync(monday.AddHours(18.9));
        await rig.RunAsync(monday.AddHours(19.5), monday.AddHours(20.5));
        lost.AddRange(from name in new[] { "dev-1", "dev-2", "demo-1" }
                      where plane.Get(
            name)!.State != ClusterStates.Stopped
                      select $"{name} is {plane.Get(name)!.State} in the evening");
        var evening = rig.Emulator.Calls.All;
        rig.Emulator.Calls.Clear();

        await FailAsync(monday.AddHours(30.9));
        await rig.RunAsync(monday.AddHours(31.5), monday.AddHours(33));
        lost.AddRange(from name in new[] { "dev-1", "dev-2" }
                      where plane.Get(
            name)!.State != ClusterStates.Running
                      select $"{name} is {plane.Get(name)!.State} in the morning");
        if (!plane.Get("dev-1")!.Workers.Select(w => w.ToString()).Order()
            .SequenceEqual(FaultRig.Workers.Select(w => w.ToString()).Order()))
            lost.Add($"dev-1 has the workers {string.Join(", ", plane.Get("dev-1")!.Workers)}");
        var morning = rig.Emulator.Calls.All;

        var state = await rig.StateAsync();
        wrong.AddRange(state.Incidents.Select(incident => $"still open: {incident.Message}"));
        wrong.AddRange(
            state.Records.Values.Where(record => record.Pending is not null).Select(record => $"still pending: {record.Pending}"));
        wrong.AddRange(AuditedCalls.Gaps(await rig.AuditAsync()));
        wrong.AddRange(evening.Concat(morning).Where(call => call.Cluster == "prod-1" && IsAction(call))
            .Select(call => $"a protected cluster was called: {call}"));
        var befallen = evening.Concat(morning).Count(call => call.Operation == given.Operation && call.Outcome != "200");
        return new(befallen, lost, [.. Doubled(evening), .. Doubled(morning)], wrong);

        async Task FailAsync(DateTimeOffset from)
        {
            rig.Emulator.Faults.Clear();
            rig.Emulator.Faults.Add(given.Fault with { Until = given.Once ? null : from + HalfAnHour });
            await rig.RunAsync(from, from + HalfAnHour, hasty: true);
        }
    }

    /// <summary>Returns the calls that repeat a call that was carried out.</summary>
    private static IEnumerable<string> Doubled(IReadOnlyList<Call> calls) =>
        from call in calls.Where(IsAction).Index()
        let before = calls.Where(IsAction).Take(call.Index)
        where before.Any(earlier => earlier.Done && earlier.Operation == call.Item.Operation && earlier.Cluster == call.Item.Cluster)
        select $"sent again: {call.Item}";

    private static bool IsAction(Call call) => call.Operation is Operation.Stop or Operation.Start or Operation.AddWorkers;

    private sealed record Verdict(int Befallen, IReadOnlyList<string> Lost, IReadOnlyList<string> Doubled, IReadOnlyList<string> Wrong)
    {
        public bool IsGood => Befallen > 0 && Lost.Count + Doubled.Count + Wrong.Count == 0;

        public override string ToString() => Befallen == 0 ? "it befell no call" : string.Join("; ", Lost.Concat(Doubled).Concat(Wrong));
    }
}
