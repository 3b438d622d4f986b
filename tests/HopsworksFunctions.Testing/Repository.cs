using System.Reflection;

namespace HopsworksFunctions.Testing;

/// <summary>Where this build's sources and results are.</summary>
public static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The app as <c>dotnet publish</c> left it; tests/run.sh publishes it there, once.</summary>
    public static string PublishedApp { get; } = Path.Combine(Root, "artifacts", "publish");

    /// <summary>The startup hook that gives a process the time that a test sets.</summary>
    public static string ProcessClock { get; } = Metadata("ProcessClock");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
