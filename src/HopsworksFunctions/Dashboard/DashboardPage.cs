using HopsworksFunctions.Pages;

namespace HopsworksFunctions.Dashboard;

/// <summary>The dashboard as a single page, built from the files in this folder. Its policy allows no other scripts or content.</summary>
internal static class DashboardPage
{
    // The scripts share one scope, so each can use the others' declarations; the last one starts the page.
    private static readonly string[] Scripts =
        ["dom", "words", "zone", "account", "api", "state", "strip", "dialog", "hold", "freeze", "actions", "menu", "row", "group", "keys",
            "fleet", "cards", "savings", "forecast", "attention", "audit", "heat", "advice", "advised", "coverage", "cluster", "route",
            "page"];

    private static readonly string[] Styles = ["base", "overview", "fleet", "cluster", "heat", "small"];

    private static readonly string Style = string.Join('\n', Styles.Select(name => Read($"{name}.css")));

    private static readonly string Script = string.Join('\n', Scripts.Select(name => Read($"{name}.js")));

    public static string Html { get; } = Read("index.html")
        .Replace("{{style}}", Style, StringComparison.Ordinal)
        .Replace("{{script}}", Script, StringComparison.Ordinal);

    public static string ContentSecurityPolicy { get; } = string.Join("; ",
        "default-src 'none'", $"script-src '{PageResult.Hash(Script)}'", $"style-src '{PageResult.Hash(Style)}'", "img-src data:",
        "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'",
        "trusted-types 'none'");

    private static string Read(string file) => PageResult.Read($"Dashboard/{file}");
}
