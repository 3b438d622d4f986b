using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.Reports.Histories;

public static class HistoryServices
{
    /// <summary>Adds the <see cref="HistoryReader"/>.</summary>
    public static IServiceCollection AddHistories(this IServiceCollection services) => services.AddSingleton<HistoryReader>();
}
