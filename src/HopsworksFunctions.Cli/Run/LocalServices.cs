using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Reconciliation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Cli.Run;

/// <summary>The function app's services, composed in this process with the app's settings.</summary>
internal static class LocalServices
{
    public static ServiceProvider Create(IReadOnlyDictionary<string, string> settings)
    {
        var configuration = AppConfiguration.Of(settings);
        return new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddLogging(logging => logging
                .SetMinimumLevel(LogLevel.Warning)
                // These logs would repeat the failures that the commands show.
                .AddFilter(typeof(Reconciler).Namespace, LogLevel.None)
                .AddFilter("Polly", LogLevel.None)
                .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace))
            .AddCore(configuration)
            .BuildServiceProvider();
    }
}
