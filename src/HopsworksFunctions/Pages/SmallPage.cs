using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;

namespace HopsworksFunctions.Pages;

/// <summary>A page of a heading and a form at most: no script, nothing from elsewhere, and a policy that allows neither.</summary>
internal static class SmallPage
{
    private static readonly string Style = ReadStyle();

    private static readonly string ContentSecurityPolicy =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <param name="body">Encoded already.</param>
    public static string Html(string title, string body) => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>{HtmlEncoder.Default.Encode(title)}</title>
        <style>{Style}</style>
        </head>
        <body>
        <main>
        <p class="from">HopsworksFunctions</p>
        {body}
        </main>
        </body>
        </html>
        """;

    public static IResult Answer(HttpResponse response, string html, int status)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return TypedResults.Content(html, "text/html", Encoding.UTF8, status);
    }

    // A browser hashes what it parsed, whose lines end in \n.
    private static string ReadStyle()
    {
        using var reader = new StreamReader(typeof(SmallPage).Assembly.GetManifestResourceStream("Pages/keep.css")!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
