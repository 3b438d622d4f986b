using Azure.Storage.Queues.Models;
using HopsworksFunctions.Core.State.AzureStorage;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>A loop that polls a queue and runs its function for the messages, several at once.</summary>
internal sealed partial class QueueLoop(
    QueueListener listener, QueueOptions options, QueueRunner runner, TimeProvider time, ILogger logger)
{
    /// <summary>The wait after the first poll of an empty queue. Each further empty poll doubles it.</summary>
    public static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    private readonly List<Task> _running = [];
    private string? _said;

    public QueueListener Listener => listener;

    /// <summary>Polls the queue until cancelled, then waits for the messages in progress.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var wait = ShortestWait;
        while (!stopping.IsCancellationRequested)
        {
            var messages = await ReceiveAsync(stopping);
            _running.AddRange(messages.Select(message => runner.RunAsync(message, stopping)));
            var (found, now) = (messages.Length > 0, wait);
            wait = found ? ShortestWait : wait * 2 < options.MaxPollingInterval ? wait * 2 : options.MaxPollingInterval;
            await (found ? ThresholdAsync(stopping) : Task.Delay(now, time, stopping))
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(_running);
    }

    private async Task ThresholdAsync(CancellationToken stopping)
    {
        while (_running.Count > options.Threshold)
            _running.Remove(await Task.WhenAny(_running).WaitAsync(stopping));
    }

    private async Task<QueueMessage[]> ReceiveAsync(CancellationToken stopping)
    {
        try
        {
            var messages = await listener.Queue.ReceiveMessagesAsync(options.BatchSize, HeldMessage.Hidden, stopping);
            _said = null;
            return messages.Value;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return [];
        }
        catch (Exception e) when (AzureFault.Is(e, stopping))
        {
            var why = listener.Fault.Explain(e).Message;
            if (why != _said)
                Log.HearsNothing(logger, listener.Function.Name, why);
            _said = why;
            return [];
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Function} gets no messages now: {Why}")]
        public static partial void HearsNothing(ILogger logger, string function, string why);
    }
}
