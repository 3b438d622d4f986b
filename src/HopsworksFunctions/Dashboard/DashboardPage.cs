using System.Security.Cryptography;
using System.Text;

namespace HopsworksFunctions.Dashboard;

/// <summary>The dashboard as one page, put together from the files of this folder, with a policy that lets nothing else run or load.</summary>
internal sealed class DashboardPage
{
    // They share one scope, so each may use what any other declares; the last one begins.
    private static readonly string[] Scripts = ["dom", "words", "api", "dialog", "timeline", "clusters", "actions", "savings", "audit", "page"];

    private static readonly Lazy<DashboardPage> Page = new(() => new());

    private DashboardPage()
    {
        var style = Read("dashboard.css");
        var script = string.Join('\n', Scripts.Select(name => Read($"{name}.js")));
        Html = Read("index.html")
            .Replace("{{style}}", style, StringComparison.Ordinal)
            .Replace("{{script}}", script, StringComparison.Ordinal);
        ContentSecurityPolicy = string.Join("; ",
            "default-src 'none'", $"script-src '{Hash(script)}'", $"style-src '{Hash(style)}'", "img-src data:", "connect-src 'self'",
            "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'");
    }

    public static DashboardPage Shipped => Page.Value;

    public string Html { get; }

    public string ContentSecurityPolicy { get; }

    // A browser hashes what it parsed, whose lines end in \n.
    private static string Read(string file)
    {
        using var reader = new StreamReader(typeof(DashboardPage).Assembly.GetManifestResourceStream($"Dashboard/{file}")!, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";
}
