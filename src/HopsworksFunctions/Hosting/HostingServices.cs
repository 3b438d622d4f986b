using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace HopsworksFunctions.Hosting;

/// <summary>What the worker must be told so that it is a good guest of its host.</summary>
internal static class HostingServices
{
    // A host that stops kills the process after five seconds.
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(4);

    public static IServiceCollection AddHosting(this IServiceCollection services)
    {
        services.Configure<HostOptions>(options => options.ShutdownTimeout = ShutdownTimeout);
        // The host bounds what it forwards, and each function what it reads.
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        services.AddLogging(logging => logging
            .AddFilter("Microsoft", LogLevel.Warning)
            // What became of a call is in its result; Polly would add a stack trace for each attempt.
            .AddFilter("Polly", LogLevel.None)
            .AddFilter("Azure", LogLevel.Warning));
        services.PostConfigure<LoggerFilterOptions>(SecretsInLogs.KeepOut);
        RemoveKeyRing(services);
        services.TryAddSingleton(TimeProvider.System);
        if (!OperatingSystem.IsWindows())
            services.AddSingleton(new ParentProcess(ParentProcess.CurrentId)).AddHostedService<HostWatch>();
        // The last to start is the first to stop.
        return services.AddSingleton<RunningInvocations>().AddHostedService(provider => provider.GetRequiredService<RunningInvocations>());
    }

    /// <summary>
    /// MVC, which the HTTP integration brings along, would write a key ring below the home folder at each start. Nothing here uses it.
    /// </summary>
    private static void RemoveKeyRing(IServiceCollection services)
    {
        foreach (var service in services.Where(service => IsKeyRing(service.ImplementationType)).ToList())
            services.Remove(service);
        services.AddSingleton<IDataProtectionProvider, EphemeralDataProtectionProvider>();
    }

    private static bool IsKeyRing(Type? type) =>
        type?.FullName == "Microsoft.AspNetCore.DataProtection.Internal.DataProtectionHostedService";
}
