using System.Diagnostics;

namespace HopsworksFunctions.Tests.LocalHost;

/// <summary>What happens to the worker when its host is killed, which the worker alone does not notice.</summary>
public sealed class OrphanTests : LocalHostTests
{
    [Theory]
    [InlineData("Slow", "Slow has recorded it")]
    [InlineData("Stubborn", "Stubborn begins")]
    public async Task The_app_cancels_what_runs_and_ends_when_its_host_is_gone(string function, string last)
    {
        App.WithTimer(function, more: ", \"runOnStartup\": true");
        await File.WriteAllTextAsync(Path.Combine(App.Folder, "policies.json"), "{}", Cancel);
        var cli = Path.Combine(AppContext.BaseDirectory, "hops.dll");
        using var host = Process.Start(new ProcessStartInfo("dotnet", [cli, "run", "--app", App.Folder, "--port", "0"])
        {
            WorkingDirectory = App.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["Journal"] = App.Settings["Journal"] },
        })!;
        host.BeginOutputReadLine();
        host.BeginErrorReadLine();
        try
        {
            await App.HasDoneAsync($"{function} begins");

            host.Kill();

            await App.HasDoneAsync("exit 1");
            Assert.Equal(last, App.Journal[^2]);
        }
        finally
        {
            host.Kill(entireProcessTree: true);
        }
    }
}
