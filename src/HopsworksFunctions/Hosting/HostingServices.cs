using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HopsworksFunctions.Hosting;

/// <summary>Configures the worker to run well under its host.</summary>
internal static class HostingServices
{
    // When the host stops, it kills the process after five seconds.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4);

    public static IServiceCollection AddHosting(this IServiceCollection services)
    {
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        // The host limits what it forwards, and each function what it reads.
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        services.AddLogging(logging => logging
            .AddFilter("Microsoft", LogLevel.Warning)
            // A call's result already contains its failure; Polly would add a stack trace for each attempt.
            .AddFilter("Polly", LogLevel.None)
            .AddFilter("Azure", LogLevel.Warning));
        services.PostConfigure<LoggerFilterOptions>(SecretsInLogs.KeepOut);
        RemoveKeyRing(services);
        services.TryAddSingleton(TimeProvider.System);
        if (!OperatingSystem.IsWindows())
            services.AddSingleton(new ParentProcess(ParentProcess.CurrentId)).AddHostedService<HostWatch>();
        // The service that starts last stops first.
        return services.AddSingleton<RunningInvocations>().AddHostedService(provider => provider.GetRequiredService<RunningInvocations>());
    }

    /// <summary>MVC, which the HTTP integration adds, would write an unused key ring to the home folder at each start.</summary>
    private static void RemoveKeyRing(IServiceCollection services)
    {
        foreach (var service in services.Where(service => IsKeyRing(service.ImplementationType)).ToList())
            services.Remove(service);
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
    }

    private static bool IsKeyRing(Type? type) =>
        type?.FullName == "Microsoft.AspNetCore.DataProtection.Internal.DataProtectionHostedService";
}
