using Microsoft.Azure.Functions.Worker;

namespace WorkerFixture;

public sealed partial class FixtureFunctions(IConfiguration configuration, ILogger<FixtureFunctions> logger)
{
    [Function("Tick")]
    public void Tick([TimerTrigger("%TickSchedule%", RunOnStartup = true, UseMonitor = false)] TimerInfo timer) =>
        Log.Ticked(logger, timer.ScheduleStatus?.Last.ToUniversalTime());

    /// <summary>Runs until it is cancelled, and says so where a test can read it after the process has ended.</summary>
    [Function("Wait")]
    [FixedDelayRetry(3, "00:00:10")]
    public async Task WaitAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer, CancellationToken cancellationToken)
    {
        var journal = configuration["Journal"]!;
        await File.WriteAllTextAsync(journal, "started", CancellationToken.None);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
        }
        finally
        {
            await File.WriteAllTextAsync(journal, "cancelled", CancellationToken.None);
        }
    }

    /// <summary>Never ends, and heeds no cancellation.</summary>
    [Function("Ignore")]
    public async Task IgnoreAsync([TimerTrigger("0 */5 * * * *")] TimerInfo timer)
    {
        await File.WriteAllTextAsync(configuration["Journal"]!, "started");
        await new TaskCompletionSource().Task;
    }

    [Function("Echo")]
    public static IResult Echo([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "echo/{id}")] HttpRequest req, string id) =>
        Results.Text($"{req.Method} {id}");

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Ticked, last at {Last}.")]
        public static partial void Ticked(ILogger logger, DateTime? last);
    }
}
