using System.Text.RegularExpressions;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>The commands that store secrets in README and guides, run as they are written.</summary>
public sealed partial class SecretGuideTests : IDisposable
{
    private readonly DeployRig _rig = new();

    public static TheoryData<string, string> Blocks =>
    [
        .. from page in Directory.GetFiles(Path.Combine(DeployRig.Repository, "docs"), "*.md").Append("README.md")
           from block in Shell().Matches(File.ReadAllText(Path.Combine(DeployRig.Repository, page))).Select(m => m.Groups[1].Value)
           where block.Contains("az keyvault secret set", StringComparison.Ordinal)
           select (Path.GetFileName(page), block),
    ];

    // The current folder may be one that is committed or shared.
    [Theory, MemberData(nameof(Blocks))]
    public async Task A_secret_is_stored_from_a_file_of_ones_own_that_is_elsewhere_and_gone_afterwards(string page, string block)
    {
        var before = _rig.Files.ToList();
        var script = await _rig.RunTextAsync(block);

        Assert.True(script.ExitCode == 0, $"{page}: {script.Errors}");
        var stored = Assert.Single(_rig.Calls, call => call != "az login");
        Assert.DoesNotContain(DeployRig.ApiKey, stored, StringComparison.Ordinal);
        var file = FileOption().Match(stored).Groups[1].Value;
        Assert.True(Path.IsPathRooted(file) && !File.Exists(file), stored);
        Assert.Equal(before, _rig.Files);
        Assert.NotEmpty(_rig.Kept(NameOption().Match(stored).Groups[1].Value)!);
    }

    [Fact]
    public void Both_kinds_of_secret_have_a_command() =>
        Assert.Equal(["README.md", "notifications.md", "notifications.md"], Blocks.Select(b => b.Data.Item1).Order(StringComparer.Ordinal));

    public void Dispose() => _rig.Dispose();

    [GeneratedRegex("^ *```sh\n(.*?)^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Shell();

    [GeneratedRegex(@" --file (\S+)")]
    private static partial Regex FileOption();

    [GeneratedRegex(@" --name (\S+)")]
    private static partial Regex NameOption();
}
