using System.Text;
using System.Text.Json.Nodes;
using HopsworksEmulator;
using HopsworksEmulator.ControlPlane;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Emulator;

/// <summary>An emulator on a socket with a virtual clock and one cluster <c>c1</c>, and a client with its key.</summary>
internal sealed class Emulated : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly EmulatedCluster C1 = new()
    {
        Id = "c1",
        Name = "dev-1",
        CreatedOn = Noon.AddDays(-90),
        StartedOn = Noon.AddDays(-1),
        Azure = new(),
        ClusterConfiguration = new() { Workers = [new("Standard_D8_v3", 512, 2)] },
    };

    public FakeTimeProvider Time { get; } = new(Noon);
    public EmulatorServer Server { get; private set; } = null!;
    public HttpClient Client { get; private set; } = null!;

    public static async Task<Emulated> StartAsync(Func<EmulatorOptions, EmulatorOptions>? change = null)
    {
        var emulated = new Emulated();
        var options = new EmulatorOptions { Time = emulated.Time, Clusters = [C1] };
        emulated.Server = await EmulatorServer.StartAsync(change?.Invoke(options) ?? options);
        emulated.Client = new()
        {
            BaseAddress = emulated.Server.BaseAddress,
            DefaultRequestHeaders = { { "x-api-key", "emulator-kEyMaRkEr" } }
        };
        return emulated;
    }

    public async Task<(int Status, JsonNode Body)> SendAsync(string methodAndPath, string? json = null)
    {
        var (status, text) = await SendRawAsync(methodAndPath, json);
        return (status, JsonNode.Parse(text)!);
    }

    public async Task<(int Status, string Body)> SendRawAsync(string methodAndPath, string? json = null)
    {
        var words = methodAndPath.Split(' ');
        using var request = new HttpRequestMessage(new(words[0]), words[1]);
        request.Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
