using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Hopsworks.Probes;
using HopsworksFunctions.Core.Links;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Operations;
using HopsworksFunctions.Core.Policies.Source;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Savings;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Webhooks;
using Microsoft.Extensions.Logging.Console;

namespace HopsworksFunctions;

internal static class AppServices
{
    /// <summary>The whole composition of the app.</summary>
    public static IServiceCollection AddHopsworksFunctions(this IServiceCollection services, IConfiguration configuration) => services
        .AddSecrets(configuration)
        .AddHopsworksClient(configuration)
        .AddActivityProbe(configuration)
        .AddState(configuration)
        .AddPolicies(configuration)
        .AddLinks(configuration)
        .AddNotifications(configuration)
        .AddReconciliation()
        .AddOperations()
        .AddWebhooks(configuration)
        .AddSavings(configuration)
        .AddSingleton<ConsoleFormatter, LogLine>()
        .AddLogging(logging => logging
            .AddConsole(console => console.FormatterName = LogLine.FormatterName)
            // What became of a call is in its result; Polly would add a stack trace for each attempt.
            .AddFilter("Polly", LogLevel.None)
            .AddFilter("Azure", LogLevel.Warning));
}
