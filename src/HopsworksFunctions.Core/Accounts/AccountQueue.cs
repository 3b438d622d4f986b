using Azure.Core;
using Azure.Storage.Queues;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using NodaTime;

namespace HopsworksFunctions.Core.Accounts;

/// <summary>The Storage queue by which the accounts of a tick are shared out among the app's instances.</summary>
public sealed class AccountQueue
{
    /// <summary>The queue's name, which the template creates and the function's trigger reads.</summary>
    public const string Name = "reconcile-account";

    private static readonly AzureFault Fault = new($"The queue '{Name}'", "State__QueueServiceUri", "Storage Queue Data Contributor");

    private readonly QueueClient? client;

    internal AccountQueue(QueueClient? client) => this.client = client;

    /// <summary>The queue of these settings, with the encoding that the Functions host expects.</summary>
    public static AccountQueue Of(StateOptions options, TokenCredential credential)
    {
        var client = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }.Bounded();
        return new(options.QueueServiceUri is { } address
            ? new QueueServiceClient(address, credential, client).GetQueueClient(Name)
            : null);
    }

    /// <summary>Sends the order to run one account, which the queue forgets after its time to live.</summary>
    /// <exception cref="StateUnavailableException">It was not sent; the message says what to do.</exception>
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
