using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using HopsworksFunctions.Core.State.AzureStorage;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>A received message, which stays hidden from other receivers until this object is disposed.</summary>
internal sealed class HeldMessage : IAsyncDisposable
{
    /// <summary>The time that a message is hidden. It is renewed after half of that time, as in the Functions host.</summary>
    public static readonly TimeSpan Hidden = TimeSpan.FromMinutes(10);

    private readonly QueueClient _queue;
    private readonly string _id;
    private readonly CancellationTokenSource _done = new();
    private readonly Task _renewing;

    public HeldMessage(QueueClient queue, QueueMessage message, TimeProvider time)
    {
        (_queue, _id, Receipt) = (queue, message.MessageId, message.PopReceipt);
        _renewing = RenewAsync(time);
    }

    /// <summary>The receipt to delete or change the message. Each renewal replaces it.</summary>
    public string Receipt { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _done.CancelAsync();
        await _renewing;
        _done.Dispose();
    }

    private async Task RenewAsync(TimeProvider time)
    {
        using var timer = new PeriodicTimer(Hidden / 2, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_done.Token))
                await RenewOnceAsync();
        }
        catch (OperationCanceledException)
        {
            // The function has ended.
        }
    }

    private async Task RenewOnceAsync()
    {
        try
        {
            var renewed = await _queue.UpdateMessageAsync(_id, Receipt, visibilityTimeout: Hidden, cancellationToken: _done.Token);
            Receipt = renewed.Value.PopReceipt;
        }
        catch (Exception e) when (AzureFault.Is(e, _done.Token))
        {
            // The message may become visible before the next renewal. Functions must tolerate repeated messages anyway.
        }
    }
}
