using System.Runtime.Versioning;
using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Cli.Output;
using HopsworksFunctions.Cli.Run;

namespace HopsworksFunctions.Tests.Deployed;

[SupportedOSPlatform("linux")]
public sealed class AppAddressTests : IDisposable
{
    private readonly StringWriter warnings = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("address-");

    [Theory]
    [InlineData("https://my-app.azurewebsites.net", "https://my-app.azurewebsites.net/api/")]
    [InlineData("https://my-app.azurewebsites.net/api", "https://my-app.azurewebsites.net/api/")]
    [InlineData("https://my-app.azurewebsites.net/fn/", "https://my-app.azurewebsites.net/fn/")]
    [InlineData("http://127.0.0.1:7072", "http://127.0.0.1:7072/api/")]
    public void Is_read_with_or_without_its_route_prefix(string url, string expected) =>
        Assert.Equal(expected, Find(url, "k-kEyMaRkEr").Url.ToString());

    [Theory]
    [InlineData("my-app", "is not the address of an app")]
    [InlineData("ftp://my-app", "is not the address of an app")]
    [InlineData("https://my-app/api/dashboard?code=k-kEyMaRkEr", "is 'https://my-app/api/dashboard', which is not")]
    [InlineData("http://my-app.azurewebsites.net/api", "must use https")]
    public void Is_refused_when_it_is_none_or_would_show_the_key(string url, string why)
    {
        var refusal = Assert.Throws<CliException>(() => Find(url, "k-kEyMaRkEr"));

        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("kEyMaRkEr", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_settings_is_the_app_that_runs_here_with_its_key_or_its_owners()
    {
        var keys = HostKeys.LoadOrCreate(new Workspace(folder.FullName).KeyFile);

        var address = Find(null, null);

        Assert.Equal(("http://localhost:7071/api/", keys.Function), (address.Url.ToString(), address.Key));
        Assert.DoesNotContain(keys.Function, $"{address}", StringComparison.Ordinal);
        Assert.Equal(keys.Master, Find(null, null, AppChoice.None with { AsOwner = true }).Key);
    }

    [Theory]
    [InlineData(null, "start the app with 'hops run'")]
    [InlineData("https://my-app.azurewebsites.net", "'az functionapp keys list' shows it")]
    public void Without_a_key_says_where_to_get_one(string? url, string how) =>
        Assert.Contains(how, Assert.Throws<CliException>(() => Find(url, null)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("\uFEFFk-kEyMaRkEr\r\n")]
    [InlineData(" \tk-kEyMaRkEr ")]
    [InlineData("k-kEyMaRkEr\u2060")]
    public void A_key_is_the_same_with_what_editors_files_and_pipes_put_around_it(string key) =>
        Assert.Equal("k-kEyMaRkEr", Find("https://my-app.azurewebsites.net", key).Key);

    [Theory]
    [InlineData("k-kEyMaRkEr and more")]
    [InlineData("k-kEyMaRkEr\nmore")]
    [InlineData("k-\uFEFFkEyMaRkEr")]
    [InlineData("k-\u202EkEyMaRkEr")]
    public void A_key_with_any_of_that_inside_is_refused_and_not_shown(string key) => Assert.Equal(
        "HOPSWORKS_FUNCTIONS_KEY is no function key: it has blanks, line ends or a byte-order mark in it.",
        Assert.Throws<CliException>(() => Find("https://my-app.azurewebsites.net", key)).Message);

    [Fact]
    public void The_keys_of_the_app_that_runs_here_are_read_alike()
    {
        Assert.Equal("k-kEyMaRkEr", FunctionKey.Read("HOPSWORKS_FUNCTIONS_MASTER_KEY", _ => "\uFEFFk-kEyMaRkEr\r\n"));
        Assert.Equal(
            "HOPSWORKS_FUNCTIONS_MASTER_KEY is no function key: it has blanks, line ends or a byte-order mark in it.",
            Assert.Throws<CliException>(() => FunctionKey.Read("HOPSWORKS_FUNCTIONS_MASTER_KEY", _ => "k kEyMaRkEr")).Message);
    }

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_command_line_names_another_app_which_never_sees_the_key_of_the_environment_s()
    {
        var file = KeyFile("other-kEyMaRkEr\n", UnixFileMode.UserRead);

        var other = Find("https://a.example", "k-kEyMaRkEr", new("https://b.example", file));
        var refusal = Assert.Throws<CliException>(() => Find("https://a.example", "k-kEyMaRkEr", new("https://b.example", null)));
        var same = Find("https://a.example/api", "k-kEyMaRkEr", new("https://a.example", null));

        Assert.Equal(("https://b.example/api/", "other-kEyMaRkEr"), (other.Url.ToString(), other.Key));
        Assert.Equal((ExitCodes.Usage, true), (refusal.ExitCode, refusal.Message.StartsWith(
            "No function key for https://b.example/api/. Set --key-file or HOPSWORKS_FUNCTIONS_KEY", StringComparison.Ordinal)));
        Assert.Equal("k-kEyMaRkEr", same.Key);
        Assert.Equal("", warnings.ToString());
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void A_key_file_that_others_can_read_or_change_is_warned_of(UnixFileMode others)
    {
        var file = KeyFile("k-kEyMaRkEr", UnixFileMode.UserRead | UnixFileMode.UserWrite | others);

        var address = Find(null, null, new(null, file));

        Assert.Equal("k-kEyMaRkEr", address.Key);
        Assert.Equal(
            $"Warning: other users can read or change {file}. Keep it to yourself: chmod 600 {file}", warnings.ToString().Trim());
    }

    [Theory]
    [InlineData("", "is empty. Store the function key in it.")]
    [InlineData("two words-kEyMaRkEr", "is no function key: it has blanks, line ends or a byte-order mark in it.")]
    public void A_key_file_without_a_key_is_a_usage_error_that_does_not_show_it(string text, string problem)
    {
        var file = KeyFile(text, UnixFileMode.UserRead);

        var refusal = Assert.Throws<CliException>(() => Find(null, null, new(null, file)));

        Assert.Equal((ExitCodes.Usage, $"{file} {problem}"), (refusal.ExitCode, refusal.Message));
    }

    [Fact]
    public void A_missing_key_file_is_named() => Assert.StartsWith(
        $"Cannot read the key file {folder.FullName}/none: ",
        Assert.Throws<CliException>(() => Find(null, null, new(null, $"{folder.FullName}/none"))).Message, StringComparison.Ordinal);

    private string KeyFile(string text, UnixFileMode mode)
    {
        var file = Path.Combine(folder.FullName, "key");
        File.WriteAllText(file, text);
        File.SetUnixFileMode(file, mode);
        return file;
    }

    private AppAddress Find(string? url, string? key, AppChoice? choice = null) => AppAddress.Find(
        choice ?? AppChoice.None, name => name == AppAddress.UrlVariable ? url : name == AppAddress.KeyVariable ? key : null,
        new(folder.FullName), warnings);
}
