using System.Diagnostics;

namespace HopsworksFunctions.Tests.Infra;

public sealed class ScriptTests
{
    public static TheoryData<string> Scripts =>
    [
        .. Directory.GetFiles(Bicep.Folder, "*.sh").Concat(Directory.GetFiles(DeployRig.StandIns))
            .Select(f => Path.GetRelativePath(DeployRig.Repository, f)),
    ];

    [Theory, MemberData(nameof(Scripts))]
    public async Task Is_a_script_that_bash_can_read(string file)
    {
        using var process = Process.Start(
            new ProcessStartInfo("bash", ["-n", Path.Combine(DeployRig.Repository, file)]) { RedirectStandardError = true })!;

        Assert.Empty(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    // A script that is checked in without its execute bit fails for everyone who clones the repository.
    [Theory, MemberData(nameof(Scripts))]
    public void May_be_run_unless_it_is_only_sourced(string file)
    {
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(
            !file.EndsWith("common.sh", StringComparison.Ordinal),
            File.GetUnixFileMode(Path.Combine(DeployRig.Repository, file)).HasFlag(UnixFileMode.UserExecute));
    }
}
