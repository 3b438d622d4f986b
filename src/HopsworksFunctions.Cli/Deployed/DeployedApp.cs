using System.Net.Http.Json;
using System.Net.Mime;
using System.Text.Json;
using HopsworksFunctions.Cli.Output;
using HopsworksFunctions.Cli.Run;

namespace HopsworksFunctions.Cli.Deployed;

/// <summary>The HTTP functions of an app that runs in Azure, or here under <c>run</c>.</summary>
internal sealed class DeployedApp : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly HttpClient http;
    private readonly AppAddress address;

    public DeployedApp(AppAddress address)
    {
        this.address = address;
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = address.Url, Timeout = Patience,
        };
        http.DefaultRequestHeaders.Add("x-functions-key", address.Key);
    }

    /// <summary>The one that the environment names, or that <c>run</c> started here.</summary>
    /// <inheritdoc cref="AppAddress.Find" path="/exception"/>
    public static DeployedApp Find() => new(AppAddress.Find(Environment.GetEnvironmentVariable, Workspace.Find()));

    /// <summary>The answer to <c>GET function</c>, such as <c>clusters</c> or <c>actions?limit=50</c>.</summary>
    /// <exception cref="CliException">There is none, or it is a refusal.</exception>
    public Task<JsonElement> GetAsync(string function, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, function, null, cancellationToken);

    /// <summary>The answer to any request; <c>default</c> where it has no body.</summary>
    /// <exception cref="CliException">There is none, or it is a refusal.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string function, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, function);
        request.Content = body is null ? null : JsonContent.Create(body, options: Answers.Options);
        try
        {
            using var answer = await http.SendAsync(request, cancellationToken);
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (!answer.IsSuccessStatusCode)
                throw ApiError.Of(answer, text, address);
            return text.Length == 0 ? default : Parse(answer, text);
        }
        catch (HttpRequestException e)
        {
            throw new CliException($"{address.Url} cannot be reached: {e.Message}. {address.HowToReach}", e);
        }
        catch (TaskCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CliException(
                $"{address.Url} has not answered within {Patience.TotalMinutes:0} minutes; it may still do what was asked.", e);
        }
    }

    public void Dispose() => http.Dispose();

    private JsonElement Parse(HttpResponseMessage answer, string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            var type = answer.Content.Headers.ContentType?.MediaType ?? MediaTypeNames.Application.Octet;
            throw new CliException($"{address.Url} answers {type} instead of JSON: is it the function app? {AppAddress.HowToSet}", e);
        }
    }
}
