using System.Diagnostics;

namespace HopsworksFunctions.Tests.Commands;

/// <summary>The command line as its own process.</summary>
internal static class CommandLine
{
    public static Task<(int ExitCode, string Output, string Errors)> RunAsync(string input, params string[] arguments) =>
        RunAsync(new("dotnet"), input, arguments);

    /// <param name="environment">Variables added to this process's environment.</param>
    public static Task<(int ExitCode, string Output, string Errors)> RunInAsync(
        string folder, Dictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return RunAsync(start, "", arguments);
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        ProcessStartInfo start, string input, string[] arguments)
    {
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "hops.dll"), .. arguments])
            start.ArgumentList.Add(argument);
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }
}
