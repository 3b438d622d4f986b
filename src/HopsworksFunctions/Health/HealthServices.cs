namespace HopsworksFunctions.Health;

internal static class HealthServices
{
    /// <summary>Adds <see cref="HealthCheck"/>.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services) => services.AddSingleton<HealthCheck>();
}
