using HopsworksFunctions.Core.Secrets;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>A vault of a few secrets. Like a cache, it serves a new version only after the old one was refused.</summary>
internal sealed class SecretShelf : ISecretSource
{
    private readonly Dictionary<string, Secret> cached = [];
    private readonly Dictionary<string, Secret> newer = [];

    public string this[string name] { set => cached[name] = new(value, "1", null); }

    /// <summary>Whether secrets fail as on a machine without a vault.</summary>
    public bool Nowhere { get; set; }

    public void Rotate(string name, string value) => newer[name] = new(value, "2", null);

    public ValueTask<Secret> GetAsync(string name, CancellationToken cancellationToken) =>
        cached.TryGetValue(name, out var secret)
            ? new(secret)
            : throw new SecretUnavailableException($"{name}'.") { IsNowhere = Nowhere };

    public Task<Secret?> RereadAsync(string name, Secret refused, CancellationToken cancellationToken)
    {
        if (newer.Remove(name, out var secret))
            cached[name] = secret;
        return Task.FromResult(secret);
    }

    public SecretStatus Describe(string name) => new("shelf");
}
