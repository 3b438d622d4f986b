using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.Reports.Coverage;

public static class CoverageServices
{
    /// <summary>Adds the <see cref="CoverageReader"/>.</summary>
    public static IServiceCollection AddCoverage(this IServiceCollection services) => services.AddSingleton<CoverageReader>();
}
