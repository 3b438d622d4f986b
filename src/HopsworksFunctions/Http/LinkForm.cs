using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace HopsworksFunctions.Http;

/// <summary>The form that confirms a link.</summary>
internal sealed class LinkForm
{
    private const int MaxBytes = 4096;
    private readonly Dictionary<string, StringValues> fields;

    private LinkForm(Dictionary<string, StringValues> fields) => this.fields = fields;

    /// <summary>Null if the body is too large. A body of another type is an empty form.</summary>
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

    /// <summary>Empty unless the field is there exactly once.</summary>
    public string Field(string name) => fields.GetValueOrDefault(name) is [{ } one] ? one : "";
}
