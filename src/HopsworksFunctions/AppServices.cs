using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;

namespace HopsworksFunctions;

internal static class AppServices
{
    /// <summary>The whole composition of the app.</summary>
    public static IServiceCollection AddHopsworksFunctions(this IServiceCollection services, IConfiguration configuration) => services
        .AddSecrets(configuration)
        .AddHopsworksClient(configuration)
        .AddState(configuration)
        .AddReconciliation(configuration);
}
