[assembly: AssemblyFixture(typeof(HopsworksFunctions.BrowserTests.SampleApp))]

namespace HopsworksFunctions.BrowserTests;

/// <summary>An app that several tests look at: each acts on clusters that no other looks at closely.</summary>
public abstract class SharedApp : IAsyncLifetime
{
    internal LocalApp It { get; private set; } = null!;

    public async ValueTask InitializeAsync() => It = await StartAsync();

    public ValueTask DisposeAsync() => It.DisposeAsync();

    private protected abstract Task<LocalApp> StartAsync();
}

/// <summary>The fleet with its past under the sample's policies, as a newcomer has it.</summary>
public sealed class SampleApp : SharedApp
{
    private protected override Task<LocalApp> StartAsync() => LocalApp.StartAsync();
}

/// <summary>The fleet without a past, under a schedule that never stops a cluster.</summary>
public sealed class AlwaysUpApp : SharedApp
{
    private const string Policies = """
        { "schedules": { "always": { "up": ["daily 00:00-24:00"] } }, "rules": [{ "name": "all", "match": {}, "schedule": "always", "minUptime": "0m", "minDowntime": "0m" }] }
        """;

    private protected override Task<LocalApp> StartAsync() => LocalApp.StartAsync(Policies, LocalApp.Newborn);
}
