namespace HopsworksFunctions.Health;

internal static class HealthServices
{
    /// <summary>Adds <see cref="HealthReporter"/> and a check for each thing that a run needs.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddScoped<HealthReading>().AddScoped<HealthReporter>();
        services.AddHealthChecks()
            .AddCheck<SettingsCheck>("settings")
            .AddCheck<ApiKeyCheck>("apiKey")
            .AddCheck<HopsworksCheck>("hopsworks")
            .AddCheck<PoliciesCheck>("policies")
            .AddCheck<StateCheck>("state")
            .AddCheck<ChannelsCheck>("channels")
            .AddCheck<LinksCheck>("links")
            .AddCheck<LastRunCheck>("lastRun")
            .AddCheck<IncidentsCheck>("incidents");
        return services;
    }
}
