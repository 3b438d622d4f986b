namespace HopsworksFunctions.Health;

internal static class HealthServices
{
    /// <summary>Adds <see cref="HealthReporter"/> and a check for each thing that a run needs.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<FirstHealth>().AddScoped<HealthReading>().AddScoped<HealthReporter>();
        services.AddHealthChecks()
            .AddCheck<SettingsCheck>("settings")
            .AddCheck<ApiKeyCheck>("apiKey")
            .AddCheck<HopsworksCheck>("hopsworks")
            .AddCheck<PoliciesCheck>("policies")
            .AddCheck<StateCheck>("state", tags: [HealthReporter.First])
            .AddCheck<ChannelsCheck>("channels")
            .AddCheck<LinksCheck>("links")
            .AddCheck<AccessCheck>("access")
            .AddCheck<LastRunCheck>("lastRun")
            .AddCheck<FreezeCheck>("frozen")
            .AddCheck<IncidentsCheck>("incidents");
        return services;
    }
}
