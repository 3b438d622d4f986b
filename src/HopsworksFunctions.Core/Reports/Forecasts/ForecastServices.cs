using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.Reports.Forecasts;

public static class ForecastServices
{
    /// <summary>Adds the <see cref="ForecastReader"/>.</summary>
    public static IServiceCollection AddForecasts(this IServiceCollection services) => services.AddSingleton<ForecastReader>();
}
