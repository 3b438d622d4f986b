using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Hopsworks.Probes;
using HopsworksFunctions.Core.Links;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Policies.Source;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Savings;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Cli.Run;

/// <summary>What the function app composes, in this process, with the settings that the app would be given.</summary>
internal static class LocalServices
{
    public static ServiceProvider Create(IReadOnlyDictionary<string, string> settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddEnvironmentVariables()
            .AddInMemoryCollection(settings.Select(s => new KeyValuePair<string, string?>(s.Key.Replace("__", ":", StringComparison.Ordinal), s.Value)))
            .Build();
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
            .AddSecrets(configuration)
            .AddHopsworksClient(configuration)
            .AddActivityProbe(configuration)
            .AddState(configuration)
            .AddPolicies(configuration)
            .AddLinks(configuration)
            .AddNotifications(configuration)
            .AddReconciliation()
            .AddSavings(configuration)
            .BuildServiceProvider();
    }
}
