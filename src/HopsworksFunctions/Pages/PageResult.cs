using System.Security.Cryptography;
using System.Text;

namespace HopsworksFunctions.Pages;

/// <summary>A page with headers that isolate it, and helpers for its content security policy.</summary>
internal static class PageResult
{
    public static IResult Of(HttpResponse response, string html, string contentSecurityPolicy, int status = 200)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = contentSecurityPolicy;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return TypedResults.Content(html, "text/html", Encoding.UTF8, status);
    }

    /// <summary>Reads a file from this assembly with the line endings that browsers hash.</summary>
    public static string Read(string file)
    {
        using var reader = new StreamReader(typeof(PageResult).Assembly.GetManifestResourceStream(file)!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    /// <summary>Returns the source expression that allows exactly this text.</summary>
    public static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
