using System.Text.Json;

namespace FunctionsFixture;

/// <summary>Timers that fire when a test says so. A test writes their schedules into functions.metadata.</summary>
public sealed partial class TimerFunctions(ILogger<TimerFunctions> logger)
{
    private const string Yearly = "0 0 0 1 1 *";

    [Function("Ok")]
    public void Ok([TimerTrigger(Yearly)] TimerInfo timer)
    {
        Log.Ran(logger, "Ok");
        Journal.Write($"Ok {JsonSerializer.Serialize(timer)}");
    }

    [Function("Failing")]
    public static void Failing([TimerTrigger(Yearly)] TimerInfo timer) => throw new InvalidOperationException("It is called Failing.");

    /// <summary>Runs until it is released or cancelled.</summary>
    [Function("Slow")]
    public static async Task SlowAsync([TimerTrigger(Yearly)] TimerInfo timer, CancellationToken cancellationToken) =>
        await Release.WaitAsync("Slow", cancellationToken);

    /// <summary>Runs until it is released, and ignores cancellation.</summary>
    [Function("Stubborn")]
    public static async Task StubbornAsync([TimerTrigger(Yearly)] TimerInfo timer) =>
        await Release.WaitAsync("Stubborn", CancellationToken.None);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Function}\nran.")]
        public static partial void Ran(ILogger logger, string function);
    }
}
