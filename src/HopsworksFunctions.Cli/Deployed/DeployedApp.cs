using System.Net.Http.Json;
using System.Net.Mime;
using System.Text.Json;
using HopsworksFunctions.Cli.Run;

namespace HopsworksFunctions.Cli.Deployed;

/// <summary>A client of the HTTP functions of an app in Azure, or of one that <c>run</c> started here.</summary>
internal sealed class DeployedApp : IDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(4);

    private readonly HttpClient http;
    private readonly AppAddress address;

    public DeployedApp(AppAddress address)
    {
        this.address = address;
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = address.Url, Timeout = RequestTimeout,
        };
        http.DefaultRequestHeaders.Add("x-functions-key", address.Key);
    }

    /// <summary>Connects to the app that the environment names, or to the one that <c>run</c> started here.</summary>
    /// <inheritdoc cref="AppAddress.Find" path="/exception"/>
    public static DeployedApp Find() => new(AppAddress.Find(Environment.GetEnvironmentVariable, Workspace.Find()));

    /// <summary>Gets a function, such as <c>clusters</c> or <c>actions?limit=50</c>.</summary>
    /// <exception cref="CliException">There is none, or it is a refusal.</exception>
    public Task<JsonElement> GetAsync(string function, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, function, null, cancellationToken);

    /// <summary>Sends a request; the result is <c>default</c> where the response has no body.</summary>
    /// <exception cref="CliException">There is none, or it is a refusal.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string function, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, function);
        request.Content = body is null ? null : JsonContent.Create(body, options: AppJson.Options);
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
                $"{address.Url} has not answered within {RequestTimeout.TotalMinutes:0} minutes; it may still do what was asked.", e);
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
