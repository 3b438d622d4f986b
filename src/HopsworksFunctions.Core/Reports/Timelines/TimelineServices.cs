using Microsoft.Extensions.DependencyInjection;

namespace HopsworksFunctions.Core.Reports.Timelines;

public static class TimelineServices
{
    /// <summary>Adds the <see cref="TimelineReader"/>.</summary>
    public static IServiceCollection AddTimelines(this IServiceCollection services) => services.AddSingleton<TimelineReader>();
}
