using HopsworksEmulator;

var arguments = CommandLine.Create(TimeProvider.System, ServeAsync).Parse(args);
try
{
    var code = await arguments.InvokeAsync(new() { EnableDefaultExceptionHandler = false });
    return arguments.Errors.Count > 0 ? 2 : code;
}
catch (OperationCanceledException)
{
    return 0;
}
catch (IOException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}

static async Task ServeAsync(EmulatorOptions options, CancellationToken cancellationToken)
{
    await using var server = await EmulatorServer.StartAsync(options, cancellationToken);
    Console.WriteLine($"Hopsworks emulator: {server.BaseAddress.GetLeftPart(UriPartial.Authority)}");
    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
}
