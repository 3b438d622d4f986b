using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace HopsworksFunctions.Http;

/// <summary>The form that confirms a link.</summary>
internal sealed class LinkForm
{
    private const int MaxBytes = 4096;
    private const string TokenField = "token";
    private readonly Dictionary<string, StringValues> fields;

    private LinkForm(Dictionary<string, StringValues> fields) => this.fields = fields;

    /// <summary>Reads the form; null if the body is too large. A body of another type is an empty form.</summary>
    public static async Task<LinkForm?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await RequestBody.BytesAsync(request, MaxBytes, cancellationToken);
            return new(request.HasFormContentType ? QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(bytes)) : []);
        }
        catch (ProblemException)
        {
            return null;
        }
    }

    /// <summary>Returns the token in the link itself; empty unless it is there exactly once.</summary>
    public static string TokenIn(HttpRequest request) => Only(request.Query[TokenField]);

    /// <summary>Returns the target of the form: the link's own address, for the same account.</summary>
    public static string ActionOf(HttpRequest request, string route) =>
        RequestQuery.Account(request.Query) is { } account ? $"{route}?account={Uri.EscapeDataString(account)}" : route;

    /// <summary>The link's token from the form; empty unless it is there exactly once.</summary>
    public string Token => Field(TokenField);

    /// <summary>Returns the value of a field; empty unless the field is there exactly once.</summary>
    public string Field(string name) => Only(fields.GetValueOrDefault(name));

    private static string Only(StringValues values) => values is [{ } one] ? one : "";
}
