using HopsworksFunctions.Core.Access;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Notifications.Channels;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Reports.Advice;
using HopsworksFunctions.Core.Reports.Coverage;
using HopsworksFunctions.Core.Reports.Forecasts;
using HopsworksFunctions.Core.Reports.Histories;
using HopsworksFunctions.Core.Reports.Savings;
using HopsworksFunctions.Core.Reports.Timelines;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core;

public static class CoreServices
{
    /// <summary>Adds all services shared by the app and the CLI, except their log output.</summary>
    public static IServiceCollection AddCore(this IServiceCollection services, IConfiguration configuration) => services
        .AddSecrets(configuration)
        .AddHopsworksClient(configuration)
        .AddIdleProbes(configuration)
        .AddState(configuration)
        .AddPolicies(configuration)
        .AddLinks(configuration)
        .AddAccess(configuration)
        .AddNotifications(configuration)
        .AddChannelFormats()
        .AddReconciliation()
        .AddOperations()
        .AddWebhooks(configuration)
        .AddSavings(configuration)
        .AddTimelines()
        .AddHistories()
        .AddAdvice()
        .AddForecasts()
        .AddCoverage();
}
