using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using HopsworksFunctions.Tests.Policies.Schema;

namespace HopsworksFunctions.Tests.Run;

/// <summary>The OpenAPI document that the app serves. Real answers are checked against it: what it does not describe is an error.</summary>
internal static partial class ApiDocument
{
    public static JsonElement Root { get; } = JsonDocument.Parse(File.ReadAllText(Repository.PathTo(
        "src/HopsworksFunctions/openapi.json"))).RootElement;

    private static readonly JsonSchema Schema = new(Root, closed: true);

    public static IEnumerable<(string Method, string Route)> Operations => OperationsWhere(_ => true);

    /// <summary>The operations that need no key.</summary>
    public static IEnumerable<(string Method, string Route)> Open =>
        OperationsWhere(operation => operation.TryGetProperty("security", out var security) && security.GetArrayLength() == 0);

    private static IEnumerable<(string Method, string Route)> OperationsWhere(Func<JsonElement, bool> which) =>
        from path in Root.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where operation.Name != "parameters" && which(operation.Value)
        select (operation.Name.ToUpperInvariant(), path.Name);

    /// <param name="path">The path of the request, with or without <c>/api/</c> and query.</param>
    public static void Check(HttpMethod method, string path, HttpStatusCode status, string? mediaType, string text)
    {
        var route = "/" + Prefix().Replace(path, "").Split('?')[0];
        var item = Root.GetProperty("paths").EnumerateObject()
            .Single(p => Regex.IsMatch(route, $"^{Parameter().Replace(p.Name, "[^/]+")}$")).Value;
        var responses = item.GetProperty(method.Method.ToLowerInvariant()).GetProperty("responses");
        Assert.True(responses.TryGetProperty($"{(int)status}", out var response),
            $"openapi.json does not say that {method} {route} may answer {(int)status}");
        if (response.TryGetProperty("$ref", out var reference))
            response = Schema.Resolve(reference.GetString()!);
        Assert.True(response.GetProperty("content").TryGetProperty(mediaType ?? "", out var content),
            $"openapi.json does not say that {method} {route} may answer {(int)status} with {mediaType}");
        Assert.True(
            Schema.Accepts(content.GetProperty("schema"), JsonDocument.Parse(text).RootElement),
            $"what {method} {route} answered is not what openapi.json says of {(int)status}: {text}");
        Assert.DoesNotContain("\\u00", text, StringComparison.Ordinal);
    }

    [GeneratedRegex("^(/?api)?/")]
    private static partial Regex Prefix();

    [GeneratedRegex(@"\{[A-Za-z]+\}")]
    public static partial Regex Parameter();
}
