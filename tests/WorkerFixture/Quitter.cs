namespace WorkerFixture;

/// <summary>Ends the app without being asked, as a defect would: by stopping the host, or with an exception.</summary>
public sealed class Quitter(IHostApplicationLifetime application, IConfiguration configuration) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (configuration["Quit"] == "stop")
            application.StopApplication();
        if (configuration["Quit"] == "throw")
            throw new InvalidOperationException("A background service that fails.");
    }
}
