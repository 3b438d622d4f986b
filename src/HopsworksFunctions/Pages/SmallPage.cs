using System.Text.Encodings.Web;

namespace HopsworksFunctions.Pages;

/// <summary>A page with a heading and at most a form, without scripts or external content, and a policy that allows neither.</summary>
internal static class SmallPage
{
    private static readonly string Style = PageResult.Read("Pages/keep.css");

    private static readonly string ContentSecurityPolicy =
        $"default-src 'none'; style-src '{PageResult.Hash(Style)}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <param name="body">The content of the page, already encoded.</param>
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

    public static IResult Answer(HttpResponse response, string html, int status) =>
        PageResult.Of(response, html, ContentSecurityPolicy, status);
}
