using Azure.Storage.Queues;
using HopsworksFunctions.Core.State.AzureStorage;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>A queue function with its queue and poison queue.</summary>
internal sealed record QueueListener(Function Function, QueueTrigger Trigger, QueueServiceClient Account)
{
    public QueueClient Queue { get; } = Account.GetQueueClient(Trigger.Queue);

    public QueueClient Poison { get; } = Account.GetQueueClient($"{Trigger.Queue}-poison");

    public AzureFault Fault { get; } =
        new($"The queue '{Trigger.Queue}'", $"{Trigger.Connection ?? "Storage"}__queueServiceUri", "Storage Queue Data Contributor");
}
