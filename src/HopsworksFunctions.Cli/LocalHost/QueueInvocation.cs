using System.Globalization;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using HopsworksFunctions.Cli.LocalHost.Protocol;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>One run of a queue function, as the host requests it from the worker.</summary>
/// <param name="Binding">The name of the function's parameter.</param>
internal sealed record QueueInvocation(string Binding, QueueMessage Message)
{
    public InvocationRequest Request(string id, DateTimeOffset now)
    {
        var text = Message.Body.ToString();
        return new()
        {
            InvocationId = id,
            InputData = { new ParameterBinding { Name = Binding, Data = IsObject(text) ? new() { Json = text } : Text(text) } },
            TriggerMetadata =
            {
                ["QueueTrigger"] = Text(text),
                ["DequeueCount"] = new() { Json = Message.DequeueCount.ToString(CultureInfo.InvariantCulture) },
                ["Id"] = Text(Message.MessageId),
                ["PopReceipt"] = Text(Message.PopReceipt),
                ["InsertionTime"] = Time(Message.InsertedOn),
                ["ExpirationTime"] = Time(Message.ExpiresOn),
                ["NextVisibleTime"] = Time(Message.NextVisibleOn),
            },
            TraceContext = new(),
        };
    }

    // The host passes an object as JSON, and anything else as text.
    private static bool IsObject(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static TypedData Text(string text) => new() { String = text };

    private static TypedData Time(DateTimeOffset? time) => new() { Json = JsonSerializer.Serialize(time) };
}
