using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.Hopsworks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace HopsworksFunctions.Tests.Secrets;

/// <summary>
/// The real <c>SecretClient</c> and the app's cache, over TLS to a vault of its own. Each vault has its own name, because the SDK caches
/// challenges.
/// </summary>
internal sealed class VaultRig : IAsyncDisposable
{
    public const string Name = "hopsworks-api-key";

    private VaultRig(KeyVaultEndpoint vault, TokenCredential credential, double random)
    {
        Vault = vault;
        Client = CreateClient(vault, credential);
        Source = new(Client, Options, Time, () => random, new FakeLogger<KeyVaultSecretSource>(Logs));
    }

    public KeyVaultEndpoint Vault { get; }
    public SecretClient Client { get; }
    public SecretsOptions Options { get; } = new();
    public ObservedTime Time { get; } = new();
    public FakeLogCollector Logs { get; } = new();
    public KeyVaultSecretSource Source { get; }
    public IEnumerable<string> Warnings => Logs.GetSnapshot().Where(line => line.Level >= LogLevel.Warning).Select(line => line.Message);

    public static async Task<VaultRig> StartAsync(TokenCredential? credential = null, double random = 0.5) =>
        new(await KeyVaultEndpoint.StartAsync(), credential ?? new AnyToken(), random);

    public static SecretClient CreateClient(KeyVaultEndpoint vault, TokenCredential credential) => new(
        new($"https://kv-{Guid.NewGuid():N}.vault.azure.net"), credential,
        new()
        {
            Transport = new HttpClientTransport(new HttpClient(vault.CreateHandler())),
            Retry = { MaxRetries = 1, Delay = TimeSpan.FromMilliseconds(1) }
        });

    public Task<Secret> GetAsync() => Source.GetAsync(Name, TestContext.Current.CancellationToken).AsTask();

    public Task<Secret?> RereadAsync(Secret refused) => Source.RereadAsync(Name, refused, TestContext.Current.CancellationToken);

    public async Task<string> GetProblemAsync() => (await Assert.ThrowsAsync<SecretUnavailableException>(GetAsync)).Message;

    public ValueTask DisposeAsync() => Vault.DisposeAsync();

    internal sealed class AnyToken : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new(GetToken(requestContext, cancellationToken));
    }
}
