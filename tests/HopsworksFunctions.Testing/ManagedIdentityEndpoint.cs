using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Testing;

/// <summary>The identity endpoint that Azure gives a function app (api-version 2019-08-01), on loopback.</summary>
/// <remarks>The SDK caches tokens per client ID for the whole process, so a test that counts requests needs a fresh client ID.</remarks>
public sealed class ManagedIdentityEndpoint : IAsyncDisposable
{
    public const string Tenant = "ab1f708d-50f6-404c-a006-d71b2ac7a606";
    private readonly WebApplication app;

    private ManagedIdentityEndpoint(WebApplication app) => this.app = app;

    /// <summary>The value of <c>IDENTITY_ENDPOINT</c>.</summary>
    public Uri Uri { get; private set; } = null!;
    /// <summary>The value of <c>IDENTITY_HEADER</c>.</summary>
    public string Header { get; } = Guid.NewGuid().ToString();
    /// <summary>The status of every answer, if set: 400 when no identity is assigned, 500 when the endpoint is failing.</summary>
    public int? Failure { get; set; }
    /// <summary>The query of each request, oldest first.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static async Task<ManagedIdentityEndpoint> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        var endpoint = new ManagedIdentityEndpoint(builder.Build());
        endpoint.app.Run(endpoint.AnswerAsync);
        await endpoint.app.StartAsync();
        endpoint.Uri = new(endpoint.app.Urls.First() + "/msi/token");
        return endpoint;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue(context.Request.QueryString.ToString());
        if ((Failure ?? (context.Request.Headers["X-IDENTITY-HEADER"] == Header ? null : 401)) is { } status)
        {
            context.Response.StatusCode = status;
            await context.Response.WriteAsJsonAsync(new JsonObject { ["statusCode"] = status, ["message"] = "No managed identity here." });
            return;
        }
        string resource = context.Request.Query["resource"]!;
        var now = TimeProvider.System.GetUtcNow();
        var end = now.AddHours(24).ToUnixTimeSeconds();
        await context.Response.WriteAsJsonAsync(new JsonObject
        {
            ["access_token"] = Token(resource, now.AddMinutes(-5).ToUnixTimeSeconds(), end),
            ["expires_on"] = $"{end}",
            ["resource"] = resource,
            ["token_type"] = "Bearer",
            ["client_id"] = context.Request.Query["client_id"].ToString(),
        });
    }

    /// <summary>Creates a token that Azurite's OAuth also accepts, because it reads the claims without checking the signature.</summary>
    private static string Token(string resource, long start, long end)
    {
        var claims = new JsonObject
        {
            ["aud"] = resource, ["iss"] = $"https://sts.windows.net/{Tenant}/", ["nbf"] = start, ["iat"] = start, ["exp"] = end,
            ["oid"] = "23657296-5cd5-45b0-a809-d972a7f4dfe1", ["tid"] = Tenant,
        };
        return $"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}.c2ln";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
