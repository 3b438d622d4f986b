using System.Net;
using System.Text.Json;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Json;

namespace HopsworksFunctions.Cli.Deployed;

/// <summary>An error response of the app, with the app's own message if there is one.</summary>
internal static class ApiError
{
    public static CliException Of(HttpResponseMessage answer, string text, AppAddress address) =>
        Read(text) is { Title: not null } problem ? Of(problem) : (int)answer.StatusCode switch
        {
            401 or 403 => new CliException(
                $"{address.Url} rejected the function key. Set --key-file or {AppAddress.KeyVariable}"
                + (address.Url.IsLoopback ? "." : "; 'az functionapp keys list' shows it.")),
            404 => new CliException(
                $"{address.Url} has no such function. Is it this app, and not older than this command line? {AppAddress.HowToSet}"),
            // A gateway returns such a status if the app behind it does not answer.
            var status => new CliException(
                $"{address.Url} returned {status} {answer.ReasonPhrase}.", null,
                answer.StatusCode is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout
                    ? ExitCodes.OutOfReach : ExitCodes.Failed),
        };

    private static RefusalException Of(Problem problem) => new(
        problem.Type ?? "", problem.Detail is { Length: > 0 } detail ? detail : problem.Title!,
        problem switch
        {
            { Type: RefusalException.BadQuery } => ExitCodes.Usage,
            { Type: RefusalException.HopsworksUnavailable } => ExitCodes.OutOfReach,
            { Report.Failure: { } failure } when RunFailures.IsOutOfReach(failure) => ExitCodes.OutOfReach,
            _ => ExitCodes.Failed,
        });

    private static Problem? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<Problem>(text, HttpJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Problem(string? Type, string? Title, string? Detail, FailedRun? Report);

    private sealed record FailedRun(FailureKind? Failure);
}
