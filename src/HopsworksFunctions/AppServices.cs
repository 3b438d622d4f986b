using HopsworksFunctions.Core;
using Microsoft.Extensions.Logging.Console;

namespace HopsworksFunctions;

internal static class AppServices
{
    /// <summary>The whole composition of the app.</summary>
    public static IServiceCollection AddHopsworksFunctions(this IServiceCollection services, IConfiguration configuration) => services
        .AddCore(configuration)
        .AddSingleton<ConsoleFormatter, LogLine>()
        .AddLogging(logging => logging
            .AddConsole(console => console.FormatterName = LogLine.FormatterName)
            // What became of a call is in its result; Polly would add a stack trace for each attempt.
            .AddFilter("Polly", LogLevel.None)
            .AddFilter("Azure", LogLevel.Warning));
}
