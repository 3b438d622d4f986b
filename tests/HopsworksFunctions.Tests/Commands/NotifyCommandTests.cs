using System.Text.Json.Nodes;
using HopsworksFunctions.Testing;

namespace HopsworksFunctions.Tests.Commands;

public sealed class NotifyCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("notify-").FullName;

    private Task<(int ExitCode, string Output, string Errors)> TestAsync(
        string channels, WebhookReceiver? receiver, params string[] arguments)
    {
        File.WriteAllText(Path.Combine(folder, "policies.json"), $$"""{ "rules": [], "notify": [{{channels}}] }""");
        var environment = new Dictionary<string, string>();
        if (receiver is not null)
            environment["Secrets__hook"] = receiver.Address;
        return CommandLine.RunInAsync(folder, environment, ["notify", "test", .. arguments]);
    }

    [Fact]
    public async Task Sends_each_channel_the_events_that_it_wants_and_tells_what_became_of_it()
    {
        await using var receiver = await WebhookReceiver.StartAsync();

        var (exitCode, output, errors) = await TestAsync(
            """{ "type": "slack", "urlSecret": "hook", "on": ["stop", "warn"] }, { "type": "teams", "urlSecret": "missing", "on": ["key"] }""", receiver, "--json");

        Assert.Equal((1, ""), (exitCode, errors));
        Assert.Equal(
            [
                """{"channel":1,"type":"slack","urlSecret":"hook","events":["warn","stop"],"sent":true,"problem":null}""",
                """{"channel":2,"type":"teams","urlSecret":"missing","events":["key"],"sent":false,"problem":"There is no secret 'missing' on this machine; set Secrets__missing, or KeyVault__Uri to the address of the Key Vault that holds it."}""",
            ],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal("Test: One sample of each event this channel subscribes to", (string?)receiver.Only.Json["text"]);
    }

    [Fact]
    public async Task Sends_to_one_channel_alone_when_asked()
    {
        await using var receiver = await WebhookReceiver.StartAsync();

        var (exitCode, output, _) = await TestAsync(
            """{ "type": "teams", "urlSecret": "missing", "on": ["key"] }, { "type": "generic", "urlSecret": "hook", "on": ["key"] }""", receiver, "--channel", "2");

        Assert.Equal(0, exitCode);
        Assert.Contains("sent", output, StringComparison.Ordinal);
        Assert.True((bool)JsonNode.Parse(receiver.Only.Text)!["data"]!["test"]!);
    }

    [Theory]
    [InlineData("--tag", "Hook!", 0, "hook-hook", "sent")]
    [InlineData("--tag", "ml", 1, "hook-ml", "There is no secret 'hook-ml' on this machine")]
    [InlineData("--channel", "1", 1, "hook-{team}", "it has an address for each value of tag 'team'; name one with --tag")]
    [InlineData("--tag", "Å", 2, "", "--tag 'Å' names no secret: a value needs a letter or digit, and may have only ASCII characters.")]
    public async Task Tests_the_channel_of_one_owner(string option, string value, int expected, string secret, string text)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        File.WriteAllText(Path.Combine(folder, "policies.json"),
            """{ "rules": [], "notify": [{ "type": "slack", "urlSecret": "hook-{team}", "byTag": "team", "on": ["key"] }] }""");

        var (exitCode, output, errors) = await CommandLine.RunInAsync(
            folder, new() { ["Secrets__hook-hook"] = receiver.Address }, ["notify", "test", option, value]);

        Assert.Equal(expected, exitCode);
        Assert.Contains(secret, output, StringComparison.Ordinal);
        Assert.Contains(text, System.Text.RegularExpressions.Regex.Replace(output + errors, @"\s+", " "), StringComparison.Ordinal);
        Assert.Equal(expected == 0 ? 1 : 0, receiver.All.Count);
    }

    [Theory]
    [InlineData("", 1, "has no channels. Add some to \"notify\".")]
    [InlineData("""{ "type": "slack", "urlSecret": "hook", "on": ["key"] }""", 2, "--channel must be from 1 to 1: ")]
    [InlineData("""{ "type": "email", "urlSecret": "hook", "on": ["key"] }""", 1, "expected one of slack, teams, generic, got 'email'")]
    public async Task Says_what_is_wrong(string channels, int expected, string error)
    {
        var (exitCode, output, errors) = await TestAsync(channels, null, "--channel", "2");

        Assert.Equal((expected, ""), (exitCode, output));
        Assert.Contains(error, errors, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
