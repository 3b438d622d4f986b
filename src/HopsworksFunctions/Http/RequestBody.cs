using System.Globalization;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Http;

/// <summary>A reader and parser of a request's JSON, up to a maximum size.</summary>
internal static class RequestBody
{
    /// <summary>The largest accepted body, in bytes.</summary>
    private const int MaxBytes = 16 * 1024;

    /// <param name="read">Reads the fields and reports problems through the reader. Fields it does not read are rejected.</param>
    /// <param name="otherwise">The value for an empty body; null if a body is required.</param>
    /// <param name="example">A valid body.</param>
    /// <exception cref="ProblemException">The body is invalid.</exception>
    public static async Task<T> ReadAsync<T>(
        HttpRequest request, Func<ObjectReader, T> read, T? otherwise, string example, CancellationToken cancellationToken)
        where T : class
    {
        var bytes = await BytesAsync(request, MaxBytes, cancellationToken);
        if (bytes.Length == 0)
            return otherwise ?? throw BadBody($"The request has no body. Example: {example}.", "$");
        var problems = new List<Problem>();
        var value = JsonText.Parse(bytes, problems) is { } root ? Read(root, read, problems) : null;
        return problems is [var first, ..]
            ? throw BadBody($"{FirstProblems.Sentence(problems)} Example: {example}.", first.Place.Path)
            : value!;
    }

    /// <exception cref="ProblemException">The body has more than <paramref name="max"/> bytes, or fewer than announced.</exception>
    public static async Task<byte[]> BytesAsync(HttpRequest request, int max, CancellationToken cancellationToken)
    {
        if (request.ContentLength > max)
            throw TooLarge(max);
        var buffer = new byte[max + 1];
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return length > max ? throw TooLarge(max) : buffer[..length];
        }
        catch (BadHttpRequestException e)
        {
            // Usually the caller has hung up and receives no answer.
            throw BadBody(e.Message, "$");
        }
    }

    private static T Read<T>(JsonNode root, Func<ObjectReader, T> read, List<Problem> problems)
    {
        var reader = new ObjectReader(root, problems);
        var value = read(reader);
        reader.RejectUnknownMembers();
        return value;
    }

    private static ProblemException TooLarge(int max) => new(Problems.Of(
        413, "body-too-large", "Request body too large",
        string.Create(CultureInfo.InvariantCulture, $"The body is larger than {max:N0} bytes."),
        ("field", "$"), ("limit", $"{max} bytes")));

    private static ProblemException BadBody(string detail, string field) =>
        new(Problems.Of(400, "bad-body", "Invalid request body", detail, ("field", field)));
}
