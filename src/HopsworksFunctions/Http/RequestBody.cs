using HopsworksFunctions.Policies.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace HopsworksFunctions.Http;

/// <summary>Reads a request's JSON, of which only so much is taken, into what it asks for.</summary>
internal static class RequestBody
{
    /// <summary>No request needs more bytes.</summary>
    public const int Longest = 16 * 1024;

    /// <param name="read">Reads the members and complains, through the reader, about what is wrong; that nothing else is there is checked after it.</param>
    /// <param name="otherwise">What an empty body means; null when there must be one.</param>
    /// <param name="example">A body that would be right.</param>
    public static async Task<(T? Value, IResult? Problem)> ReadAsync<T>(HttpRequest request, Func<ObjectReader, T> read, T? otherwise, string example, CancellationToken cancellationToken)
        where T : class
    {
        var (bytes, unread) = await BytesAsync(request, Longest, cancellationToken);
        if (bytes is null)
            return (null, unread);
        if (bytes.Length == 0)
            return otherwise is not null ? (otherwise, null) : (null, BadBody($"The request has no body; send one such as {example}.", "$"));
        var problems = new List<Problem>();
        var value = JsonText.Parse(bytes, problems) is { } root ? Read(root, read, problems) : null;
        return problems is [var first, ..]
            ? (null, BadBody($"{string.Join("; ", problems)}. A right body is {example}.", first.Place.Path))
            : (value, null);
    }

    private static ProblemHttpResult TooLarge(int longest) =>
        Problems.Of(413, "body-too-large", "The body is too large", $"The body has more than {longest} bytes.", ("field", "$"), ("limit", $"{longest} bytes"));

    private static T Read<T>(JsonNode root, Func<ObjectReader, T> read, List<Problem> problems)
    {
        var reader = new ObjectReader(root, problems);
        var value = read(reader);
        reader.NothingElse();
        return value;
    }

    private static ProblemHttpResult BadBody(string detail, string field) =>
        Problems.Of(400, "bad-body", "The body is not valid", detail, ("field", field));

    /// <summary>The bytes, or a problem when there are more than <paramref name="longest"/> or fewer than were promised.</summary>
    public static async Task<(byte[]? Bytes, IResult? Problem)> BytesAsync(
        HttpRequest request, int longest, CancellationToken cancellationToken)
    {
        if (request.ContentLength > longest)
            return (null, TooLarge(longest));
        var buffer = new byte[longest + 1];
        try
        {
            var length = await request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
            return length > longest ? (null, TooLarge(longest)) : (buffer[..length], null);
        }
        catch (BadHttpRequestException e)
        {
            // Mostly of a caller who hung up, whom no answer reaches any more.
            return (null, BadBody(e.Message, "$"));
        }
    }
}
