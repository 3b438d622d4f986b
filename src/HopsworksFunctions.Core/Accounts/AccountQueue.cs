using Azure.Core;
using Azure.Storage.Queues;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using NodaTime;

namespace HopsworksFunctions.Core.Accounts;

/// <summary>The Storage queue that distributes the accounts of a tick among the app's instances.</summary>
public sealed class AccountQueue
{
    /// <summary>The name of the queue. The template creates it, and the function's trigger reads it.</summary>
    public const string Name = "reconcile-account";

    private static readonly AzureFault Fault = new($"The queue '{Name}'", "State__QueueServiceUri", "Storage Queue Data Contributor");

    private readonly QueueClient? client;

    internal AccountQueue(QueueClient? client) => this.client = client;

    /// <summary>Returns the queue for these settings, with the message encoding that the Functions host expects.</summary>
    public static AccountQueue Of(StateOptions options, TokenCredential credential)
    {
        var client = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }.Bounded();
        return new(options.QueueServiceUri is { } address
            ? new QueueServiceClient(address, credential, client).GetQueueClient(Name)
            : null);
    }

    /// <summary>Sends the order to run one account. The queue deletes it after its time to live.</summary>
    /// <exception cref="StateUnavailableException">The order was not sent; the message says what to do.</exception>
    public async Task SendAsync(string account, Instant tick, Duration timeToLive, CancellationToken cancellationToken)
    {
        if (client is null)
        {
            throw new StateUnavailableException(
                $"State__QueueServiceUri is missing, so nothing can be sent to the queue '{Name}'. Set it to the storage account's "
                + "address, such as https://mystorage.queue.core.windows.net.");
        }
        var message = new AccountMessage(account, tick).ToJson();
        await Fault.CallAsync(
            () => client.SendMessageAsync(message, timeToLive: timeToLive.ToTimeSpan(), cancellationToken: cancellationToken),
            cancellationToken);
    }
}
