using System.Runtime.InteropServices;

namespace HopsworksFunctions.Hosting;

/// <summary>Stops the process when its parent, the Functions host, is gone, so that an orphan takes no further action.</summary>
internal sealed partial class HostWatch(
    ParentProcess parent, TimeProvider time, IHostApplicationLifetime application, ILogger<HostWatch> logger) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            if (parent.IsGone)
            {
                Log.HostIsGone(logger);
                application.StopApplication();
                return;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The Functions host is gone: running invocations are cancelled and the worker stops.")]
        public static partial void HostIsGone(ILogger logger);
    }
}

/// <summary>The process that started this one; an orphan gets another parent.</summary>
internal sealed partial class ParentProcess(Func<int> currentId)
{
    private readonly int _id = currentId();

    public bool IsGone => currentId() != _id;

    [LibraryImport("libc", EntryPoint = "getppid")]
    internal static partial int CurrentId();
}
