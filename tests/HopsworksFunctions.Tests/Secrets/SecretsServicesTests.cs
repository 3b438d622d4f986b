using Azure.Core;
using Azure.Identity;
using HopsworksEmulator;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Tests.Secrets;

public sealed class SecretsServicesTests
{
    private const string Development = "AZURE_FUNCTIONS_ENVIRONMENT=Development";
    private const string Vault = "KeyVault:Uri=https://kv-x.vault.azure.net";

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("KeyVault__Uri is missing")]
    [InlineData("KeyVault__Uri must be the vault's https address", "KeyVault:Uri=kv-x")]
    [InlineData("KeyVault__Uri must be the vault's https address", "KeyVault:Uri=http://localhost")]
    [InlineData("KeyVault__CacheLifetime must be between", Vault, "KeyVault:CacheLifetime=00:00:01")]
    [InlineData("Hopsworks__ApiKey contains a secret. Secrets in settings are allowed in development only", Vault, "Hopsworks:ApiKey=k")]
    [InlineData(
        "HOPSWORKSAI_API_KEY contains a secret. Secrets in settings are allowed in development only", Vault, "HOPSWORKSAI_API_KEY=k")]
    [InlineData("HOPSWORKSAI_API_KEY contains a secret", Vault, "HOPSWORKSAI_API_KEY=k", "AZURE_FUNCTIONS_ENVIRONMENT=Production")]
    [InlineData(
        "Secrets__teams-webhook contains a secret. Secrets in settings are allowed in development only", Vault, "Secrets:teams-webhook=u")]
    [InlineData("There is no Hopsworks.ai API key: set Hopsworks__ApiKey", Development)]
    public void Refuses_settings(string message, params string[] settings)
    {
        using var services = Build(settings);
        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<SecretsOptions>>().Value);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<ISecretSource>());
    }

    [Theory]
    [InlineData("Hopsworks__ApiKey", "Hopsworks:ApiKey=k")]
    [InlineData("HOPSWORKSAI_API_KEY", "HOPSWORKSAI_API_KEY=k")]
    [InlineData("Hopsworks__ApiKey", "HOPSWORKSAI_API_KEY=other", "Hopsworks:ApiKey=k")]
    public async Task Takes_the_key_from_a_setting_in_development(string source, params string[] settings)
    {
        using var services = Build([Development, .. settings]);
        var secrets = services.GetRequiredService<ISecretSource>();
        Assert.Equal("k", (await secrets.GetAsync("hopsworks-api-key", None)).Value);
        Assert.Equal(source, secrets.Describe("hopsworks-api-key").Source);
        await Assert.ThrowsAsync<SecretUnavailableException>(async () => await secrets.GetAsync("teams-webhook", None));
    }

    [Fact]
    public async Task Takes_any_secret_from_a_setting_in_development()
    {
        using var services = Build([
            Development, "HOPSWORKSAI_API_KEY=\uFEFF\n", "Hopsworks:ApiKey=\uFEFFk\r\n",
            "Secrets:teams-webhook=\uFEFFu ", "Secrets:none=\uFEFF",
        ]);
        var secrets = services.GetRequiredService<ISecretSource>();
        Assert.Equal(
            ("u", "k"), ((await secrets.GetAsync("teams-webhook", None)).Value, (await secrets.GetAsync("hopsworks-api-key", None)).Value));
        Assert.Equal("Secrets__teams-webhook", secrets.Describe("teams-webhook").Source);
    }

    [Fact]
    public void Is_the_managed_identity_in_Azure_and_the_developer_in_development()
    {
        using var azure = Build([Vault]);
        using var development = Build([Vault, Development]);
        Assert.IsType<ManagedIdentityCredential>(azure.GetRequiredService<TokenCredential>());
        Assert.IsType<DefaultAzureCredential>(development.GetRequiredService<TokenCredential>());
    }

    [Fact]
    public async Task Follows_a_key_that_is_rotated_in_the_vault()
    {
        await using var vault = await KeyVaultEndpoint.StartAsync();
        await using var emulator = await EmulatorServer.StartAsync(
            new() { ApiKeys = ["first"], Clusters = [Hopsworks.HopsworksRig.Dev] }, None);
        vault.Set("hopsworks-api-key", "first");
        using var services = Build([Vault, $"Hopsworks:BaseUrl={emulator.BaseAddress}"], collection =>
            collection.AddSingleton(VaultRig.CreateClient(vault, new VaultRig.AnyToken())));
        var client = services.GetRequiredService<IHopsworksClient>();
        Assert.True((await client.ListClustersAsync(None)).Succeeded);

        emulator.ApiKeys.Accept("second");
        vault.Set("hopsworks-api-key", "second");
        Assert.True((await client.StopAsync("c1", None)).Succeeded);
        Assert.Equal(2, vault.Requests.Count);
    }

    [Fact]
    public async Task Opens_the_vault_with_the_managed_identity()
    {
        await using var identity = await ManagedIdentityEndpoint.StartAsync();
        await using var vault = await KeyVaultEndpoint.StartAsync();
        vault.Set("hopsworks-api-key", "first");
        // The SDK finds its endpoint only by these variables. No other test in this process asks for a managed identity's token.
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", identity.Uri.ToString());
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", identity.Header);
        var clientId = Guid.NewGuid();
        using var credentials = Build([Vault, $"AZURE_CLIENT_ID={clientId}"]);
        using var services = Build([Vault], collection =>
            collection.AddSingleton(VaultRig.CreateClient(vault, credentials.GetRequiredService<TokenCredential>())));
        Assert.Equal("first", (await services.GetRequiredService<ISecretSource>().GetAsync("hopsworks-api-key", None)).Value);
        Assert.Contains($"client_id={clientId}", Assert.Single(identity.Requests), StringComparison.Ordinal);
    }

    private static ServiceProvider Build(string[] settings, Action<IServiceCollection>? more = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => (string?)pair[1])).Build();
        var services = new ServiceCollection().AddLogging().AddSecrets(configuration).AddHopsworksClient(configuration);
        more?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
