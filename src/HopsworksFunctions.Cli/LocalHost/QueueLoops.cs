using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The queue functions of an app.</summary>
internal static partial class QueueLoops
{
    /// <summary>Creates a loop for each function with a valid connection, and logs the others.</summary>
    public static IReadOnlyList<QueueLoop> Of(
        FunctionApp app, WorkerSupervisor supervisor, LocalHostOptions options, IConfiguration settings)
    {
        var logger = options.LoggerFactory.CreateLogger("Queue");
        var invoker = new TriggerInvoker(supervisor, options, "Queue");
        var loops = new List<QueueLoop>();
        foreach (var function in app.Functions)
        {
            if (function.Trigger is not QueueTrigger trigger)
                continue;
            try
            {
                var listener = new QueueListener(function, trigger, QueueConnection.Open(function.Name, trigger.Connection, settings));
                var runner = new QueueRunner(listener, app.Queues, invoker, options.TimeProvider, logger);
                loops.Add(new(listener, app.Queues, runner, options.TimeProvider, logger));
            }
            catch (CliException e)
            {
                Log.NotListening(logger, e.Message);
            }
        }
        return loops;
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Why}")]
        public static partial void NotListening(ILogger logger, string why);
    }
}
