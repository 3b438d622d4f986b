using Azure.Storage.Queues;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Configuration;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>
/// The storage account of a queue trigger. The settings have a connection string or a section with <c>queueServiceUri</c> under the name of
/// the connection, with or without the prefix <c>AzureWebJobs</c>. The section uses the app's identity.
/// </summary>
internal static class QueueConnection
{
    /// <exception cref="CliException">The settings name no account.</exception>
    public static QueueServiceClient Open(string function, string? connection, IConfiguration settings)
    {
        var name = connection ?? "Storage";
        var options = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 }.Bounded();
        var section = settings.GetSection($"AzureWebJobs{name}") is var own && own.Exists() ? own : settings.GetSection(name);
        try
        {
            return section.Value is { Length: > 0 } secret ? new(secret, options)
                : section["queueServiceUri"] is { Length: > 0 } address ? new(new Uri(address), AzureIdentity.Create(settings), options)
                : throw new CliException(
                    $"Function {function}: its connection '{name}' is not set, so it gets no messages. Set {name}__queueServiceUri, "
                    + $"or {name} to a connection string.");
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // The message of the connection string's parser may contain the string.
            throw new CliException(
                $"Function {function}: its connection '{name}' is neither a connection string nor has an https address as "
                + $"{name}__queueServiceUri, so it gets no messages.", e);
        }
    }
}
