namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a message in an Azure Storage queue.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute(string queueName) : Attribute
{
    public string QueueName { get; } = queueName;

    /// <summary>The setting that holds the connection; null means <c>AzureWebJobsStorage</c>.</summary>
    public string? Connection { get; set; }
}
