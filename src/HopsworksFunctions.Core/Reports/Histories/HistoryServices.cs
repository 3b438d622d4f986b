using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.Reports.Histories;

public static class HistoryServices
{
    /// <summary>Adds <see cref="HistoryReader"/> and <see cref="FleetHistoryReader"/>.</summary>
    public static IServiceCollection AddHistories(this IServiceCollection services) =>
        services.AddSingleton<HistoryReader>().AddSingleton<FleetHistoryReader>();
}
