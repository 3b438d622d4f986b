using System.Diagnostics;
using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.Tests.LocalHost;

/// <summary>The common part of the local host's tests: one fixture app and a client without a key.</summary>
public abstract class LocalHostTests : IAsyncDisposable
{
    private protected FixtureApp App { get; } = new();

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected static HttpClient ClientOf(LocalFunctionsHost host, string? key = null)
    {
        var client = new HttpClient { BaseAddress = host.BaseAddress };
        if (key is not null)
            client.DefaultRequestHeaders.Add("x-functions-key", key);
        return client;
    }

    private protected static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
