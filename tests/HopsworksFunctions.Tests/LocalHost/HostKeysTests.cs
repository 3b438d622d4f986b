using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.Output;

namespace HopsworksFunctions.Tests.LocalHost;

public sealed class HostKeysTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("keys-").FullName;

    private string KeysFile => Path.Combine(_folder, "sub", "keys.json");

    [Fact]
    public void Are_made_once_for_the_owner_only()
    {
        var keys = HostKeys.LoadOrCreate(KeysFile);

        Assert.Equal(keys, HostKeys.LoadOrCreate(KeysFile));
        Assert.NotEqual(keys.Function, keys.Master);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeysFile));
    }

    [Theory]
    [InlineData("{}", "Delete it")]
    [InlineData("{ oops", "keys.json(1,3)")]
    public void Are_refused_when_the_file_is_damaged(string json, string message)
    {
        HostKeys.LoadOrCreate(KeysFile);
        File.WriteAllText(KeysFile, json);

        Assert.Contains(message, Assert.Throws<CliException>(() => HostKeys.LoadOrCreate(KeysFile)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Never_show_themselves()
    {
        var keys = HostKeys.Random();

        Assert.DoesNotContain(keys.Function, $"{keys}", StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
