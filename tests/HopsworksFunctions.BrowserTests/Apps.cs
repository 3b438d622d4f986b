[assembly: AssemblyFixture(typeof(HopsworksFunctions.BrowserTests.SampleApp))]

namespace HopsworksFunctions.BrowserTests;

/// <summary>
/// The fleet with its past under the sample policies, as a newcomer sees it. Tests share it, so each acts on clusters that no other test
/// inspects closely.
/// </summary>
public sealed class SampleApp : IAsyncLifetime
{
    internal LocalApp It { get; private set; } = null!;

    public async ValueTask InitializeAsync() => It = await Deadline.For("the sample app is up", () => LocalApp.StartAsync());

    public ValueTask DisposeAsync() => It.DisposeAsync();
}

/// <summary>The fleet without a past, under a schedule that never stops a cluster.</summary>
public sealed class AlwaysUpApp : IAsyncLifetime
{
    private const string Policies = """
        { "schedules": { "always": { "up": ["daily 00:00-24:00"] } }, "rules": [{ "name": "all", "match": {}, "schedule": "always", "minUptime": "0m", "minDowntime": "0m" }] }
        """;

    internal LocalApp It { get; private set; } = null!;

    public async ValueTask InitializeAsync() =>
        It = await Deadline.For("the app without stops is up", () => LocalApp.StartAsync(Policies, LocalApp.Newborn));

    public ValueTask DisposeAsync() => It.DisposeAsync();
}
