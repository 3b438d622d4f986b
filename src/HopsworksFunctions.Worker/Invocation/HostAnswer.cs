using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>
/// The answer to a timer or queue invocation. The host waits until <c>functionTimeout</c> after an empty body,
/// <c>null</c> or a 204, so there is always a JSON object.
/// </summary>
internal sealed record HostAnswer
{
    public IReadOnlyDictionary<string, string> Outputs { get; } = new Dictionary<string, string>();

    /// <summary>Lines that the host logs as the function's own.</summary>
    public IReadOnlyList<string> Logs { get; private init; } = [];

    public string? ReturnValue { get; }

    public static Task SucceedAsync(HttpContext http) => WriteAsync(http, StatusCodes.Status200OK, new HostAnswer());

    /// <param name="message">Shown in the host's log, so without secrets.</param>
    public static Task FailAsync(HttpContext http, int status, string message) => WriteAsync(http, status, new HostAnswer { Logs = [message] });

    private static Task WriteAsync(HttpContext http, int status, HostAnswer answer)
    {
        http.Response.StatusCode = status;
        // Not the request's token: an answer that nobody awaits does no harm, a missing one does.
        return http.Response.WriteAsJsonAsync(answer, WorkerJson.Default.HostAnswer, "application/json", CancellationToken.None);
    }
}

[JsonSerializable(typeof(HostAnswer))]
[JsonSerializable(typeof(TimerInfo))]
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
internal sealed partial class WorkerJson : JsonSerializerContext;
