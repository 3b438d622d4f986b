using HopsworksFunctions.EndToEndTests.Loopback;

[assembly: AssemblyFixture(typeof(SharedAzurite))]

namespace HopsworksFunctions.EndToEndTests.Loopback;

/// <summary>One storage emulator for all tests, started by the first test that asks for it.</summary>
public sealed class SharedAzurite : IAsyncDisposable
{
    private readonly Lazy<Task<Azurite>> azurite = new(() => Azurite.StartAsync());

    public Task<Azurite> Started => azurite.Value;

    public async ValueTask DisposeAsync()
    {
        if (azurite.IsValueCreated) await (await Started).DisposeAsync();
    }
}
