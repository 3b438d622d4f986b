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
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core;

public static class CoreServices
{
    /// <summary>All that the app and the command line do, by the settings; where its log goes is theirs to say.</summary>
    public static IServiceCollection AddCore(this IServiceCollection services, IConfiguration configuration) => services
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
        .AddSavings(configuration);
}
