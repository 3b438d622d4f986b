using System.Runtime.InteropServices;
using HopsworksEmulator;

if (args is ["--help" or "-h"])
{
    Console.WriteLine(CommandLine.Usage);
    return 0;
}
try
{
    await using var server = await EmulatorServer.StartAsync(CommandLine.Parse(args, TimeProvider.System));
    Console.WriteLine($"Hopsworks emulator: {server.BaseAddress.GetLeftPart(UriPartial.Authority)}");

    var stop = new TaskCompletionSource();
    void Stop(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.TrySetResult();
    }
    using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
    using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    await stop.Task;
    return 0;
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    Console.Error.WriteLine(CommandLine.Usage);
    return 2;
}
catch (IOException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
