using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;

await using var server = await EmulatorServer.StartAsync(new() { Port = 5399, Clusters = SeededFleet.Create(TimeProvider.System.GetUtcNow()), Timings = EmulatorTimings.Lively });
Console.WriteLine(server.BaseAddress);
Console.ReadLine();
