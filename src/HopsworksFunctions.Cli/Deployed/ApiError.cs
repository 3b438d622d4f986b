using System.Net;
using System.Text.Json;
using HopsworksFunctions.Core.Json;
using Microsoft.AspNetCore.Mvc;

namespace HopsworksFunctions.Cli.Deployed;

/// <summary>An error response of the app, in the app's own words where it has any.</summary>
internal static class ApiError
{
    public static CliException Of(HttpResponseMessage answer, string text, AppAddress address) => new(Problem(text) ?? answer switch
    {
        { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
            $"{address.Url} refuses the key: set {AppAddress.KeyVariable} to a function key of this app"
            + (address.Url.IsLoopback ? "." : ", which 'az functionapp keys list' shows."),
        { StatusCode: HttpStatusCode.NotFound } =>
            $"{address.Url} has no such function: is it this app, of this version? {AppAddress.HowToSet}",
        _ => $"{address.Url} answers {(int)answer.StatusCode} {answer.ReasonPhrase}.",
    });

    /// <summary>The title and detail of problem details; null for anything else.</summary>
    private static string? Problem(string text)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<ProblemDetails>(text, HttpJson.Options);
            return problem is { Title: { } title } ? problem.Detail is { } detail ? $"{title}: {detail}" : title : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
