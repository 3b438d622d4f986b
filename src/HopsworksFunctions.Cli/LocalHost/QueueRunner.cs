using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using HopsworksFunctions.Core.State.AzureStorage;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>
/// A runner of a function for messages. It deletes a message after success. After a failure it shows the message again, or moves it to the
/// queue <c>NAME-poison</c> if it has failed often enough.
/// </summary>
internal sealed partial class QueueRunner(
    QueueListener listener, QueueOptions options, TriggerInvoker invoker, TimeProvider time, ILogger logger)
{
    private readonly QueueClient _queue = listener.Queue;

    /// <param name="stopping">Cancelled when the host stops. A message that fails after that is shown again at once.</param>
    public async Task RunAsync(QueueMessage message, CancellationToken stopping)
    {
        try
        {
            if (message.DequeueCount > options.MaxDequeueCount)
            {
                await MoveToPoisonAsync(message, message.PopReceipt);
                return;
            }
            var held = new HeldMessage(_queue, message, time);
            var succeeded = await SucceedsAsync(message);
            await held.DisposeAsync();
            await (succeeded ? DeleteAsync(message, held.Receipt)
                : stopping.IsCancellationRequested ? ShowAsync(message, held.Receipt, TimeSpan.Zero)
                : message.DequeueCount >= options.MaxDequeueCount ? MoveToPoisonAsync(message, held.Receipt)
                : ShowAsync(message, held.Receipt, options.VisibilityTimeout));
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // The message has expired, or another receiver has it.
        }
        catch (Exception e) when (AzureFault.Is(e, CancellationToken.None))
        {
            Log.NotKept(logger, listener.Function.Name, listener.Fault.Explain(e).Message);
        }
    }

    private async Task<bool> SucceedsAsync(QueueMessage message)
    {
        try
        {
            await invoker.InvokeAsync(
                listener.Function.Name, new QueueInvocation(listener.Trigger.Binding, message).Request, CancellationToken.None);
            return true;
        }
        catch (InvocationFailedException)
        {
            // The invoker has logged the failure.
            return false;
        }
    }

    private async Task DeleteAsync(QueueMessage message, string receipt) => await _queue.DeleteMessageAsync(message.MessageId, receipt);

    private async Task ShowAsync(QueueMessage message, string receipt, TimeSpan after) =>
        await _queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: after);

    private async Task MoveToPoisonAsync(QueueMessage message, string receipt)
    {
        await listener.Poison.CreateIfNotExistsAsync();
        await listener.Poison.SendMessageAsync(message.Body);
        await DeleteAsync(message, receipt);
        Log.Poison(logger, listener.Function.Name, options.MaxDequeueCount, listener.Poison.Name);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "{Function} has failed for a message as often as it may ({Times}): moved to the queue {Queue}")]
        public static partial void Poison(ILogger logger, string function, int times, string queue);

        [LoggerMessage(LogLevel.Warning, "{Function} may run for the same message again: {Why}")]
        public static partial void NotKept(ILogger logger, string function, string why);
    }
}
