using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.Reports.Advice;

public static class AdviceServices
{
    /// <summary>Adds the <see cref="AdviceReader"/>.</summary>
    public static IServiceCollection AddAdvice(this IServiceCollection services) =>
        services.AddSingleton<RuledClusters>().AddSingleton<AdviceReader>();
}
