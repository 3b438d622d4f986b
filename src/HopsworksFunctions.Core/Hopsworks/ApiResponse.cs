using System.Net;
using System.Text;
using System.Text.Json;
using HopsworksFunctions.Core.Hopsworks.Wire;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Core.Hopsworks;

/// <summary>
/// A complete answer. The envelope's code decides, whatever the HTTP status is. Only 401 and 403 come from the gateway itself; any other
/// answer without an envelope is a transport failure.
/// </summary>
internal sealed record ApiResponse(string Call, HttpStatusCode Status, byte[] Body, Duration? RetryAfter = null, Secret? Key = null)
{
    /// <summary>The Date header; null if there is none.</summary>
    public Instant? Date { get; init; }

    public bool RefusesKey =>
        Status is HttpStatusCode.Unauthorized || (Status is HttpStatusCode.Forbidden && Refusal() is FailureKind.KeyRefused);

    public static async Task<ApiResponse> ReadAsync(HttpResponseMessage response, Instant now, CancellationToken cancellationToken)
    {
        var request = response.RequestMessage!;
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        request.Options.TryGetValue(ApiKeyHandler.Key, out var key);
        return new($"{request.Method} {request.RequestUri!.AbsolutePath}", response.StatusCode, body, Http.RetryAfter.Of(response, now),
            key)
        {
            Date = response.Headers.Date is { } date ? Instant.FromDateTimeOffset(date) : null,
        };
    }

    /// <summary>Returns the content of the payload, or the failure that explains why there is none.</summary>
    public ApiResult<T> Read<T>(ContentReader<T> read)
        where T : class
    {
        if (Refused() is { } refused) return refused;
        var envelope = Envelope<T>.Read(Body, read);
        if (Failure(envelope) is { } failure) return failure;
        return envelope!.Content is { } content ? content : Unexpected(envelope.HasPayload ? "content" : "payload");
    }

    public ApiFailure? Failure() => Refused() ?? Failure(Envelope.Read(Body));

    private ApiFailure? Refused() =>
        RefusesKey ? Fail(FailureKind.KeyRefused, $"Hopsworks.ai rejected the API key ({Gateway()})")
        : Status is HttpStatusCode.Forbidden ? Fail(Refusal(), $"{Call}: {Forbidden()} ({Gateway()})")
        : null;

    private ApiFailure? Failure(Envelope? envelope) => envelope switch
    {
        { Code: >= 200 and < 300 } => null,
        { Code: 404 } => Fail(FailureKind.NotFound, $"{Call}: not found{Said(envelope)}", 404),
        { Code: > 0 and < 1000 and var code } =>
            Fail(FailureKind.Rejected, $"{Call}: rejected with code {code}{Said(envelope)}", (int)code),
        _ => WithoutEnvelope(),
    };

    private ApiFailure Unexpected(string what) => Fail(FailureKind.Malformed, $"{Call}: the answer has no {what} ({Gateway()})");

    private ApiFailure WithoutEnvelope() => (int)Status switch
    {
        >= 200 and < 300 => Fail(FailureKind.Malformed, NotTheApi()),
        429 => Fail(FailureKind.Throttled, $"{Call}: rate limited ({Gateway()})"),
        >= 500 => Fail(FailureKind.Unavailable, $"{Call}: Hopsworks.ai is unavailable ({Gateway()})"),
        _ => Fail(FailureKind.Unavailable, NotTheApi()),
    };

    private string NotTheApi() => $"{Call}: not an answer of the Hopsworks.ai API ({Gateway()}). Check Hopsworks__BaseUrl";

    /// <summary>Classifies a 403 by the texts of AWS API Gateway, or a bare <c>Unauthorized</c>.</summary>
    private FailureKind Refusal()
    {
        var text = GatewayText();
        if (text.Contains("Missing Authentication Token", StringComparison.OrdinalIgnoreCase)) return FailureKind.WrongRoute;
        var isOfKey = text is "" or "Forbidden" or "Unauthorized"
            || text.StartsWith("User is not authorized", StringComparison.OrdinalIgnoreCase)
            || text.Contains("API key", StringComparison.OrdinalIgnoreCase)
            || text.Contains("API token", StringComparison.OrdinalIgnoreCase);
        return isOfKey ? FailureKind.KeyRefused : FailureKind.Forbidden;
    }

    private string Forbidden() => Refusal() is FailureKind.WrongRoute
        ? "Hopsworks.ai has no such endpoint: its API changed, or Hopsworks__BaseUrl is wrong"
        : "blocked by something other than the API key, for example a firewall";

    private ApiFailure Fail(FailureKind kind, string message, int? code = null) => new(kind, message, (int)Status, code, RetryAfter);

    private string Gateway() => GatewayText() is { Length: > 0 } text ? $"HTTP {(int)Status}: {text}" : $"HTTP {(int)Status}";

    private string GatewayText()
    {
        // The text is cleaned as a whole, because a cut through the key would prevent its redaction; it is shortened afterwards.
        var text = Encoding.UTF8.GetString(Body).Trim();
        if (text.StartsWith('<')) return "an HTML page";
        try
        {
            using var json = JsonDocument.Parse(Body);
            if (json.RootElement.ValueKind is JsonValueKind.Object)
                foreach (var member in json.RootElement.EnumerateObject())
                    if (member.Name is "message" or "Message" && member.Value.ValueKind is JsonValueKind.String) return Clean(
                        member.Value.GetString());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON, so plain text.
        }
        return Clean(text);
    }

    private string Said(Envelope envelope) => Clean(envelope.Message) is { Length: > 0 } message ? $": {message}" : "";

    /// <summary>Redacts the key, which some gateways repeat when they refuse it.</summary>
    private string Clean(string? text) =>
        TextSanitizer.ToLine(Key is null || text is null ? text : SecretRedaction.Without(text, Key.Value, "(the key)"));
}
