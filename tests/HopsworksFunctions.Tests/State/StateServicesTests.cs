using Azure.Core;
using Azure.Identity;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Core.State.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Tests.State;

public sealed class StateServicesTests
{
    private const string Tables = "https://sthops.table.core.windows.net/";
    private const string Blobs = "https://sthops.blob.core.windows.net/";

    private static ServiceProvider Provide(params (string Name, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create(s.Name, (string?)s.Value))).Build();
        return new ServiceCollection().AddLogging().AddState(configuration).BuildServiceProvider();
    }

    [Fact]
    public void A_folder_needs_no_Azure()
    {
        using var provider = Provide(("State:Directory", "somewhere"));
        Assert.IsType<SqliteDocumentStore>(provider.GetRequiredService<IDocumentStore>());
        Assert.IsType<SqliteAuditLog>(provider.GetRequiredService<IAuditLog>());
        Assert.IsType<FileRunLease>(provider.GetRequiredService<IRunLease>());
        Assert.NotNull(provider.GetRequiredService<IAccountStore>());
    }

    [Fact]
    public void Both_addresses_mean_Azure()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("State:TableServiceUri", Tables), new("State:BlobServiceUri", Blobs)]).Build();
        using var provider = new ServiceCollection().AddLogging().AddState(configuration)
            .AddSingleton<TokenCredential>(new ManagedIdentityCredential(ManagedIdentityId.SystemAssigned)).BuildServiceProvider();
        Assert.IsType<TableDocumentStore>(provider.GetRequiredService<IDocumentStore>());
        Assert.IsType<TableAuditLog>(provider.GetRequiredService<IAuditLog>());
        Assert.IsType<BlobRunLease>(provider.GetRequiredService<IRunLease>());
    }

    [Fact]
    public void The_account_is_named_default_or_by_its_setting()
    {
        using var unnamed = Provide(("State:Directory", "x"));
        using var named = Provide(("State:Directory", "x"), ("Account", "team-a"));
        Assert.Equal("default", unnamed.GetRequiredService<IOptions<StateOptions>>().Value.Account);
        Assert.Equal("team-a", named.GetRequiredService<IOptions<StateOptions>>().Value.Account);
    }

    [Theory]
    [InlineData("No storage is set: set State__TableServiceUri and State__BlobServiceUri")]
    [InlineData("State__BlobServiceUri is missing", "State:TableServiceUri", Tables)]
    [InlineData("State__TableServiceUri is missing", "State:BlobServiceUri", Blobs)]
    [InlineData("Set either State__Directory, or", "State:Directory", "x", "State:BlobServiceUri", Blobs)]
    [InlineData("State__TableServiceUri must be an https address", "State:TableServiceUri", "http://x", "State:BlobServiceUri", Blobs)]
    [InlineData("State__BlobServiceUri must be an https address", "State:TableServiceUri", Tables, "State:BlobServiceUri", "x")]
    [InlineData("State__QueueServiceUri must be an https address", "State:Directory", "x", "State:QueueServiceUri", "http://x")]
    [InlineData("Account must be 1 to 40", "State:Directory", "x", "Account", "../x")]
    public void Wrong_settings_are_refused_by_name(string problem, params string[] settings)
    {
        using var provider = Provide([.. settings.Chunk(2).Select(s => (s[0], s[1]))]);
        var e = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IDocumentStore>());
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }
}
