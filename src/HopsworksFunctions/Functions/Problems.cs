namespace HopsworksFunctions.Functions;

/// <summary>Problem details (RFC 9457) with types that stay the same.</summary>
internal static class Problems
{
    public static string TypeOf(string name) => $"urn:hopsworks-functions:problem:{name}";

    public static IResult BadQuery(string parameter, string expected) => TypedResults.Problem(
        $"The query parameter '{parameter}' must be {expected}.", statusCode: 400, title: "A query parameter is not valid", type: TypeOf("bad-query"));

    public static IResult StateUnavailable(string message) => TypedResults.Problem(
        message, statusCode: 503, title: "The state cannot be read", type: TypeOf("state-unavailable"));
}
