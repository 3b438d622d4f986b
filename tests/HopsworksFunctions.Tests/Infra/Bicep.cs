using System.Diagnostics;
using System.Reflection;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>The Bicep CLI of the NuGet package, run in the repository's <c>infra</c> folder.</summary>
internal static class Bicep
{
    public static string Folder { get; } = Path.Combine(Metadata("RepositoryRoot"), "infra");

    private static string Executable { get; } = Metadata("BicepPath").Replace('\\', '/');

    public static async Task<Run> RunAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The parameter files read these variables, and a snapshot shows the values without them.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("AZURE_", StringComparison.Ordinal)
            || k.StartsWith("HOPSFN_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new Run(process.ExitCode, await output, await errors);
    }

    public static string Metadata(string key) =>
        typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    /// <summary>The result of one command. Diagnostics are in <paramref name="Errors"/>; warnings leave the exit code at 0.</summary>
    internal sealed record Run(int ExitCode, string Output, string Errors)
    {
        public static Run Silent { get; } = new(0, "", "");
    }
}
