using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.LocalHost;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Testing.Processes;

namespace HopsworksFunctions.Scale;

/// <summary>An instance of the published app: a local host and its worker, each in its own process.</summary>
public sealed class Instance : IAsyncDisposable
{
    internal const string Ready = "Instance: ";

    internal static readonly HostKeys Keys = new("function-kEyMaRkEr-of-scale", "master-kEyMaRkEr-of-scale");

    private static readonly string Program = typeof(Instance).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(metadata => metadata.Key == "Instance").Value!;

    private readonly ChildProcess process;
    private readonly HttpClient client;

    private Instance(ChildProcess process, Uri address)
    {
        this.process = process;
        client = new() { BaseAddress = address, DefaultRequestHeaders = { { "x-functions-key", Keys.Master } } };
    }

    /// <summary>The output of the host and the worker, line by line.</summary>
    public IReadOnlyList<string> Lines => process.Lines;

    /// <param name="environment">The settings of the app, and the variables that redirect it to the emulated Azure services.</param>
    public static async Task<Instance> StartAsync(IReadOnlyDictionary<string, string?> environment)
    {
        var process = ChildProcess.Start("dotnet", [Program, Repository.PublishedApp], environment);
        try
        {
            var line = await process.WaitForLineAsync(Ready);
            return new(process, new(line[(line.IndexOf(Ready, StringComparison.Ordinal) + Ready.Length)..]));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Invokes the timer function without waiting for its end.</summary>
    public async Task RunNowAsync(string function, CancellationToken cancellationToken)
    {
        using var body = new StringContent("""{"input":""}""", new MediaTypeHeaderValue("application/json"));
        using var answer = await client.PostAsync($"admin/functions/{function}", body, cancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Returns the JSON answer of a function; null if there is none.</summary>
    public async Task<JsonNode?> GetAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await client.GetAsync($"api/{path}", cancellationToken);
            return answer.IsSuccessStatusCode ? JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken)) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>Returns the worker's usage since its start; zero if there is no worker.</summary>
    public InstanceFigures Figures() => ProcessTree.Of(process.Id) is [_, var worker, ..] ? InstanceFigures.Of(worker) : default;

    /// <summary>Kills host and worker, as if their machine were lost.</summary>
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await process.DisposeAsync();
    }
}
