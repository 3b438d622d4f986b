using HopsworksFunctions.Cli.Output;
using HopsworksFunctions.Cli.Run;

namespace HopsworksFunctions.Tests.Run;

public sealed class LocalSettingsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void Values_are_read_as_text()
    {
        File.WriteAllText(_file, """{ "IsEncrypted": false, "Values": { "A": "text", "B": 7, /* comment */ "C": true, "D": null }, "Host": { "LocalHttpPort": 7072 }, }""");

        var settings = LocalSettings.Read(_file);

        Assert.Equal(["text", "7", "True", ""], settings.Values.Values);
        Assert.Equal(7072, settings.HttpPort);
    }

    [Theory]
    [InlineData("""{ "IsEncrypted": true, "Values": {} }""", "func settings decrypt")]
    [InlineData("""{ "Values": { "Section": { "Name": "x" } } }""", "Values.Section must be a string")]
    [InlineData("{\n  \"Values\": { \"A\": oops } }", "(2,20): ")]
    public void What_cannot_be_used_is_refused(string json, string message)
    {
        File.WriteAllText(_file, json);

        var e = Assert.Throws<CliException>(() => LocalSettings.Read(_file));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Paths_count_from_the_file_that_names_them()
    {
        var folder = Directory.CreateTempSubdirectory("settings-").FullName;
        File.WriteAllText(Path.Combine(folder, "local.settings.json"), """
            {
              "Values": {
                "Policies__Source": "mine.json",
                "Savings__PricesSource": "https://a.blob.core.windows.net/p/prices.json",
                "State__Directory": "state"
              }
            }
            """);

        var values = RunSettings.Resolve(new(folder), "app", null, null).Values;

        Assert.Equal(
            ($"{folder}/mine.json", "https://a.blob.core.windows.net/p/prices.json", $"{folder}/state"),
            (values["Policies__Source"], values["Savings__PricesSource"], values["State__Directory"]));
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData("{}", "true")]
    [InlineData("""{ "State__queueServiceUri": "https://sthops.queue.core.windows.net" }""", null)]
    [InlineData("""{ "AzureWebJobs.ReconcileAccount.Disabled": false }""", "False")]
    public void Nothing_polls_where_no_queue_is_set(string values, string? disabled)
    {
        var folder = Directory.CreateTempSubdirectory("settings-").FullName;
        File.WriteAllText(Path.Combine(folder, "local.settings.json"), $$"""{ "Values": {{values}} }""");

        var resolved = RunSettings.Resolve(new(folder), "app", null, null, needsPolicies: false).Values;

        Assert.Equal(disabled, resolved.GetValueOrDefault("AzureWebJobs.ReconcileAccount.Disabled"));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void No_file_is_no_settings() => Assert.Empty(LocalSettings.Read(_file + ".missing").Values);

    public void Dispose() => File.Delete(_file);
}
