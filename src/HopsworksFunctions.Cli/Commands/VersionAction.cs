using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using NodaTime.TimeZones;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>--version</c>: the versions of the command line and of its time zone database.</summary>
internal sealed class VersionAction : SynchronousCommandLineAction
{
    private static readonly string Version =
        typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"{Version} (tz database {TzdbDateTimeZoneSource.Default.TzdbVersion})");
        return 0;
    }
}
