using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Scale;

// This runs the local host with the settings of this process's environment until it is killed.
await using var host = await LocalFunctionsHost.StartAsync(
    new() { AppDirectory = args[0], Keys = Instance.Keys, FireTimers = false, AppOutput = Console.Out }, default);
Console.WriteLine($"{Instance.Ready}{host.BaseAddress}");
return await host.Completion;
