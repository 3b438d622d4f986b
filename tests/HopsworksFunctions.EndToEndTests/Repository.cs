using System.Reflection;

namespace HopsworksFunctions.EndToEndTests;

/// <summary>Where this build's sources and results are.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The app as <c>dotnet publish</c> left it; tests/run.sh publishes it there, once.</summary>
    public static string PublishedApp { get; } = Path.Combine(Root, "artifacts", "publish");

    /// <summary>The same app with .NET brought along instead of compiled into it, as <c>infra/package.sh --ready-to-run</c> publishes it.</summary>
    public static string SelfContainedApp { get; } = Path.Combine(Root, "artifacts", "ready-to-run");

    /// <summary>The app's composition with a clock that can be set; see its project.</summary>
    public static string CrashFixture { get; } = Metadata("CrashFixture");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
