using HopsworksFunctions.Core.Secrets;

namespace HopsworksFunctions.Tests.Hopsworks;

/// <summary>A vault reduced to a cached version and the version that a second read finds.</summary>
internal sealed class SettableSecrets(string value) : ISecretSource
{
    public Secret Cached { get; set; } = new(value, "1", null);
    public Secret? Newer { get; set; }
    public SecretUnavailableException? Failure { get; set; }
    public int Rereads { get; private set; }

    public ValueTask<Secret> GetAsync(string name, CancellationToken cancellationToken) => Failure is null ? new(Cached) : throw Failure;

    public Task<Secret?> RereadAsync(string name, Secret refused, CancellationToken cancellationToken)
    {
        Rereads++;
        if (Newer is not null) Cached = Newer;
        return Task.FromResult(Newer);
    }

    public SecretStatus Describe(string name) => new("test", Cached.Version);
}
