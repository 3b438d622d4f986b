using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Testing;

/// <summary>How the vault answers requests that carry a token.</summary>
public enum VaultCondition
{
    Working,
    /// <summary>Closes each connection without an answer.</summary>
    Down,
    /// <summary>Accepts each request and never answers.</summary>
    Silent,
    /// <summary>503.</summary>
    Failing,
    /// <summary>429 with <c>Retry-After: 1</c>.</summary>
    Throttling,
    /// <summary>403 ForbiddenByRbac.</summary>
    ForbiddenByRbac,
    /// <summary>403 ForbiddenByFirewall.</summary>
    ForbiddenByFirewall,
}

/// <summary>The part of Key Vault's protocol that reads a secret, over TLS on loopback, for the real <c>SecretClient</c>.</summary>
public sealed class KeyVaultEndpoint : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, VaultSecret[]> secrets = new(StringComparer.OrdinalIgnoreCase);
    private readonly WebApplication app;

    private KeyVaultEndpoint(WebApplication app, X509Certificate2 certificate) => (this.app, Certificate) = (app, certificate);

    public X509Certificate2 Certificate { get; }
    public int Port { get; private set; }
    public VaultCondition Condition { get; set; }
    /// <summary>
    /// The method, path and status of each request with a token, oldest first. The status is null if there was no answer.
    /// </summary>
    public ConcurrentQueue<(string Request, int? Status)> Requests { get; } = new();

    public static async Task<KeyVaultEndpoint> StartAsync(X509Certificate2? certificate = null, int port = 0)
    {
        certificate ??= LoopbackCertificate.Create();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration()
            .ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port, listen => listen.UseHttps(certificate)));
        var vault = new KeyVaultEndpoint(builder.Build(), certificate);
        vault.app.Run(vault.AnswerAsync);
        await vault.app.StartAsync();
        vault.Port = new Uri(vault.app.Urls.First()).Port;
        return vault;
    }

    /// <summary>Adds a version of a secret and returns its version ID.</summary>
    public string Set(string name, string value, bool enabled = true, DateTimeOffset? notBefore = null, DateTimeOffset? expires = null)
    {
        var version = new VaultSecret(RandomNumberGenerator.GetHexString(32, true), value, enabled, notBefore, expires);
        secrets.AddOrUpdate(name, [version], (_, versions) => [.. versions, version]);
        return version.Version;
    }

    public void Remove(string name) => secrets.TryRemove(name, out _);

    /// <inheritdoc cref="LoopbackCertificate.CreateHandler"/>
    public SocketsHttpHandler CreateHandler() => Certificate.CreateHandler(Port);

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        if (!context.Request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            context.Response.Headers.WWWAuthenticate =
                $"Bearer authorization=\"https://login.microsoftonline.com/{ManagedIdentityEndpoint.Tenant}\", "
                    + $"resource=\"https://vault.azure.net\"";
            await RefuseAsync(context, 401, "Unauthorized", "AKV10000: Request is missing a Bearer or PoP token.");
            return;
        }
        int? status = null;
        try
        {
            await AnswerAuthenticatedAsync(context);
            status = context.RequestAborted.IsCancellationRequested ? null : context.Response.StatusCode;
        }
        finally
        {
            Requests.Enqueue(($"{context.Request.Method} {context.Request.Path}", status));
        }
    }

    private async Task AnswerAuthenticatedAsync(HttpContext context)
    {
        switch (Condition)
        {
            case VaultCondition.Working: await AnswerSecretAsync(context); break;
            case VaultCondition.Down: context.Abort(); break;
            case VaultCondition.Silent: await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted); break;
            case VaultCondition.Failing: await RefuseAsync(context, 503, "ServiceUnavailable", "The service is unavailable."); break;
            case VaultCondition.Throttling:
                context.Response.Headers.RetryAfter = "1";
                await RefuseAsync(context, 429, "Throttled", "Request was not processed because too many requests were received.");
                break;
            case VaultCondition.ForbiddenByRbac or VaultCondition.ForbiddenByFirewall:
                await RefuseAsync(context, 403, "Forbidden", "Caller is not authorized to perform action on resource.", $"{Condition}");
                break;
        }
    }

    private Task AnswerSecretAsync(HttpContext context)
    {
        if (context.Request.Method != "GET" || context.Request.Path.Value!.Trim('/')
            .Split('/') is not ["secrets", var name, .. var version])
            return RefuseAsync(context, 405, "MethodNotAllowed", $"{context.Request.Method} {context.Request.Path}");
        var secret = secrets.GetValueOrDefault(name, []).LastOrDefault(known => version is [] || known.Version == version[0]);
        return secret switch
        {
            null => RefuseAsync(context, 404, "SecretNotFound", $"A secret with (name/id) {name} was not found in this key vault."),
            { Enabled: false } => RefuseAsync(context, 403, "Forbidden", "Operation get is not "
                + "allowed on a disabled secret.", "SecretDisabled"),
            // Like the service, this returns a secret that has expired or is not yet valid.
            _ => context.Response.WriteAsJsonAsync(secret.ToJson($"https://{context.Request.Host}/secrets/{name}")),
        };
    }

    private static Task RefuseAsync(HttpContext context, int status, string code, string message, string? inner = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (inner is not null) error["innererror"] = new JsonObject { ["code"] = inner };
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new JsonObject { ["error"] = error });
    }
}
