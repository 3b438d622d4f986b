namespace HopsworksFunctions.Tests.Infra;

public sealed class TemplateTests
{
    // Type errors, such as an unknown property, are only warnings and leave the exit code at 0.
    [Theory]
    [InlineData("**/*.bicep")]
    [InlineData("**/*.bicepparam")]
    public async Task Lints_without_a_word(string files) =>
        Assert.Equal(Bicep.Run.Silent, await Bicep.RunAsync(Bicep.Folder, "lint", "--pattern", files));

    [Fact]
    public void No_warning_is_silenced() =>
        Assert.All(
            Directory.GetFiles(Bicep.Folder, "*.bicep*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain("#disable", File.ReadAllText(file), StringComparison.Ordinal));

    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public async Task Deploys_what_the_snapshot_says(string deployment)
    {
        var run = await Bicep.RunAsync(Bicep.Folder, ["snapshot", $"{deployment}.bicepparam", "--mode", "validate", .. Snapshot.Scope]);

        Assert.True(run.ExitCode == 0,
            $"""
            `bicep snapshot {deployment}.bicepparam --mode overwrite {string.Join(' ', Snapshot.Scope)}` accepts this:
            {run.Output}{run.Errors}
            """);
    }

    [Fact]
    public async Task Is_formatted()
    {
        var copy = Directory.CreateTempSubdirectory("bicep-format-");
        try
        {
            var files = Directory.GetFiles(Bicep.Folder, "*.bicep*", SearchOption.AllDirectories)
                .ToDictionary(f => Path.Combine(copy.FullName, Path.GetRelativePath(Bicep.Folder, f)), File.ReadAllText);
            foreach (var (path, text) in files)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
            }

            Assert.Equal(0, (await Bicep.RunAsync(copy.FullName, "format", "--pattern", "**/*.bicep*")).ExitCode);

            Assert.NotEmpty(files);
            Assert.All(files, f => Assert.Equal(File.ReadAllText(f.Key), f.Value));
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }
}
