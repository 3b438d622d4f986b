using System.Net.Http.Json;
using System.Net.Mime;
using System.Text.Json;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core.Json;

namespace HopsworksFunctions.Cli.Deployed;

/// <summary>A client of the HTTP functions of an app in Azure, or of one that <c>run</c> started here.</summary>
internal sealed class DeployedApp : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromMinutes(4);

    private readonly HttpClient http;
    private readonly AppAddress address;
    private readonly TimeSpan timeout;

    /// <param name="timeout">The longest time for an answer; null for the longest time of a run.</param>
    public DeployedApp(AppAddress address, TimeSpan? timeout = null)
    {
        this.address = address;
        this.timeout = timeout ?? RequestTimeout;
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = ConnectTimeout })
        {
            BaseAddress = address.Url, Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.Add("x-functions-key", address.Key);
    }

    /// <summary>Connects to the app that the command line or the environment names, or to the one that <c>run</c> started here.</summary>
    /// <inheritdoc cref="AppAddress.Find" path="/exception"/>
    public static DeployedApp Find(AppChoice choice) =>
        new(AppAddress.Find(choice, Environment.GetEnvironmentVariable, Workspace.Find(), Console.Error));

    /// <summary>Gets the answer of a function, such as <c>clusters</c> or <c>actions?limit=50</c>.</summary>
    /// <exception cref="CliException">There is no answer, or it is an error.</exception>
    public Task<JsonElement> GetAsync(string function, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, function, null, cancellationToken);

    /// <summary>Gets a function's answer as a value.</summary>
    /// <exception cref="CliException">There is no answer, or it is an error.</exception>
    public async Task<T> GetAsync<T>(string function, CancellationToken cancellationToken) =>
        (await GetAsync(function, cancellationToken)).Deserialize<T>(HttpJson.Options)
            ?? throw new CliException($"The app answered null to GET {function}.");

    /// <summary>Sends a request. The result is <c>default</c> if the response has no body.</summary>
    /// <exception cref="CliException">There is no answer, or it is an error.</exception>
    public async Task<JsonElement> SendAsync(HttpMethod method, string function, object? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, OfAccount(function));
        request.Content = body is null ? null : JsonContent.Create(body, options: AppJson.Options);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(timeout);
        try
        {
            using var answer = await http.SendAsync(request, deadline.Token);
            var text = await answer.Content.ReadAsStringAsync(deadline.Token);
            if (!answer.IsSuccessStatusCode)
                throw ApiError.Of(answer, text, address);
            return text.Length == 0 ? default : Parse(answer, text);
        }
        catch (HttpRequestException e)
        {
            throw CliException.OutOfReach($"Cannot reach {address.Url}: {e.Message.TrimEnd('.')}. {address.HowToReach}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw CliException.OutOfReach(
                deadline.IsCancellationRequested
                    ? $"{address.Url} did not answer within {timeout:%m} minutes. It may still finish the request: check 'hops actions'."
                    : $"Cannot reach {address.Url}: no connection within {ConnectTimeout:%s} seconds. {address.HowToReach}",
                e);
        }
    }

    public void Dispose() => http.Dispose();

    private string OfAccount(string function) => address.Account is not { } account ? function
        : $"{function}{(function.Contains('?', StringComparison.Ordinal) ? '&' : '?')}account={Uri.EscapeDataString(account)}";

    private JsonElement Parse(HttpResponseMessage answer, string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException e)
        {
            var type = answer.Content.Headers.ContentType?.MediaType ?? MediaTypeNames.Application.Octet;
            throw new CliException($"{address.Url} returned {type}, not JSON. Is it a HopsworksFunctions app? {AppAddress.HowToSet}", e);
        }
    }
}
