using HopsworksFunctions.Core.Health;
using HopsworksFunctions.Core.Policies;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Reconciliation;

public static class ReconciliationServices
{
    /// <summary>Adds <see cref="RunGate"/>, the reconciler behind it, and <see cref="HealthCheck"/>.</summary>
    public static IServiceCollection AddReconciliation(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<PolicyOptions>().Bind(configuration.GetSection(PolicyOptions.Section));
        services.AddSingleton<IValidateOptions<PolicyOptions>, PolicyOptionsValidator>();
        services.AddSingleton<IPolicySource>(provider => new PolicyFileSource(provider.GetRequiredService<IOptions<PolicyOptions>>().Value.FullPath));
        services.AddSingleton<IActivityProbe, UnmeasuredActivity>();
        services.AddSingleton<Reconciler>();
        services.AddSingleton<RunGate>();
        services.AddSingleton<HealthCheck>();
        return services;
    }
}
