namespace HopsworksFunctions.Cli.Run;

/// <summary><c>run</c>: serves HTTP and fires timers until stopped.</summary>
internal static class LongRun
{
    private const int DefaultPort = 7071;

    public static async Task<int> ExecuteAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        await using var running = await RunningApp.StartAsync(
            settings,
            new()
            {
                AppDirectory = settings.AppDirectory,
                Keys = settings.Keys,
                Port = settings.Port ?? DefaultPort,
                StateDirectory = settings.Workspace.OwnFolder,
                FireOftenDueTimersAtStart = true,
                AppOutput = Console.Error,
            },
            quiet: false,
            cancellationToken);
        Overview.Write(settings, running, Terminal.On(Console.Out));
        try
        {
            return await running.Host.Completion.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }
}
