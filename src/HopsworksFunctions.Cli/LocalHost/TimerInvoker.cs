using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>Sends timer invocations to the app and judges its answers as the Functions host does.</summary>
internal sealed partial class TimerInvoker(AppSupervisor supervisor, Uri appAddress, HttpMessageInvoker http, TimeProvider time, ILogger logger)
{
    /// <exception cref="InvocationFailedException">The invocation failed; it is in the log already.</exception>
    public async Task InvokeAsync(TimerInvocation invocation, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        try
        {
            await supervisor.InvokeAsync(token => SendAsync(invocation, token), cancellationToken);
            Log.Ran(logger, invocation.Function, time.GetElapsedTime(started).TotalMilliseconds);
        }
        catch (InvocationFailedException e)
        {
            Log.Failed(logger, invocation.Function, e.Message);
            throw;
        }
    }

    private async Task SendAsync(TimerInvocation invocation, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(appAddress, invocation.Function));
        request.Content = JsonContent.Create(invocation.Body(time.GetUtcNow()));
        request.Headers.AddInvocation(Guid.NewGuid());
        using var answer = await http.SendAsync(request, cancellationToken);
        foreach (var line in await LogsAsync(answer, cancellationToken))
            Log.FunctionLog(logger, invocation.Function, line);
    }

    private static async Task<IReadOnlyList<string>> LogsAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (!answer.IsSuccessStatusCode)
            throw new InvocationFailedException($"the function app answered {(int)answer.StatusCode}");

        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (text.Trim() is "" or "null")
            throw new InvocationFailedException($"the function app answered {(int)answer.StatusCode} with {(text.Length == 0 ? "no body" : "'null'")}; the Functions host would hang until functionTimeout, so answer a JSON object such as {{}}");
        if (answer.Content.Headers.ContentType?.MediaType != "application/json")
            throw new InvocationFailedException($"the function app answered {answer.Content.Headers.ContentType?.MediaType ?? "no content type"} instead of application/json");

        try
        {
            return JsonSerializer.Deserialize<Answer>(text, JsonSerializerOptions.Web)?.Logs ?? [];
        }
        catch (JsonException e)
        {
            throw new InvocationFailedException("the function app's answer is not the JSON object {\"Outputs\":{},\"Logs\":[\"...\"],\"ReturnValue\":null}", e);
        }
    }

    private sealed record Answer(IReadOnlyList<string>? Logs);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "{Function} ran in {Milliseconds:0} ms")]
        public static partial void Ran(ILogger logger, string function, double milliseconds);

        [LoggerMessage(LogLevel.Error, "{Function} failed: {Why}")]
        public static partial void Failed(ILogger logger, string function, string why);

        [LoggerMessage(LogLevel.Information, "{Function}: {Line}")]
        public static partial void FunctionLog(ILogger logger, string function, string line);
    }
}
