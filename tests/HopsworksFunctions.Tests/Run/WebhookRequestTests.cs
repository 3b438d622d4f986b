using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace HopsworksFunctions.Tests.Run;

/// <summary><c>webhooks/{source}</c>, served by the app itself.</summary>
public sealed class WebhookRequestTests
{
    private const string Key = "kEyMaRkEr-0123456789-0123456789-";
    private const string Hold = """{"action":"hold","cluster":"dev-anna","until":"2h","state":"up"}""";

    [Fact]
    public async Task Takes_what_is_signed_once_and_refuses_the_rest()
    {
        await using var app = await ServedApp.StartAsync(
            null, ("Webhooks__github__Kind", "generic"), ("Webhooks__ci__Kind", "generic"), ("Webhooks__ci__SigningSecretName", "ci-key"),
            ("Secrets__ci-key", Key));

        var (status, held) = await app.SendAsync(HttpMethod.Post, "webhooks/github", Hold);
        Assert.Equal((HttpStatusCode.OK, "done", "dev-anna", "done"),
            (status, (string?)held["outcome"], (string?)held["clusters"]![0]!["name"], (string?)held["clusters"]![0]!["outcome"]));
        Assert.Equal("webhook github", (string?)(await app.SendAsync(HttpMethod.Get, "clusters/dev-anna/hold")).Json["hold"]!["by"]);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Post, "webhooks/github", """{"action":"release","cluster":"dev-anna"}""")).Status);

        var signed = Signed(Hold);
        Assert.Equal(HttpStatusCode.OK, (await app.SendAsync(HttpMethod.Post, "webhooks/ci", Hold, signed)).Status);

        foreach (var (source, body, headers, expected, type) in Wrong(signed))
        {
            var (answered, problem) = await app.SendAsync(HttpMethod.Post, $"webhooks/{source}", body, headers);
            Assert.Equal((expected, $"urn:hopsworks-functions:problem:{type}"), (answered, (string?)problem["type"]));
        }
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await app.BrowseAsync(HttpMethod.Post, "webhooks/github", ("a", "b"))).Answer.StatusCode);
        Assert.Equal("webhook ci", (string?)(await app.SendAsync(HttpMethod.Get, "clusters/dev-anna/hold")).Json["hold"]!["by"]);
    }

    private static IEnumerable<(string Source, string Body, (string, string)[] Headers, HttpStatusCode Status, string Type)> Wrong(
        (string, string)[] signed) =>
    [
        ("ci", Hold, signed, HttpStatusCode.Conflict, "repeated"),
        ("ci", Hold, [], HttpStatusCode.Unauthorized, "bad-signature"),
        ("ci", Hold.Replace("2h", "9h", StringComparison.Ordinal), signed, HttpStatusCode.Unauthorized, "bad-signature"),
        ("ci", Hold, Signed(Hold, -400), HttpStatusCode.Unauthorized, "bad-signature"),
        ("nobody", Hold, [], HttpStatusCode.NotFound, "unknown-webhook"),
        ("github", """{"action":"hold","cluster":"dev-anna","until":"2h","user":"anna"}""", [], HttpStatusCode.BadRequest, "bad-body"),
        ("github", """{"action":"stop","cluster":"prod-fraud"}""", [], HttpStatusCode.Conflict, "protected"),
        ("github", $$"""{"action":"release","cluster":"{{new string('a', 65 * 1024)}}"}""", [], HttpStatusCode.RequestEntityTooLarge, "body-too-large"),
    ];

    private static (string, string)[] Signed(string body, int seconds = 0)
    {
        var (id, timestamp) = ($"{Guid.NewGuid()}", $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + seconds}");
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}"));
        return [("webhook-id", id), ("webhook-timestamp", timestamp), ("webhook-signature", $"v1,{Convert.ToBase64String(signature)}")];
    }
}
