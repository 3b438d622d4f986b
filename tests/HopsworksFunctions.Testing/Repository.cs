using System.Reflection;

namespace HopsworksFunctions.Testing;

/// <summary>The locations of this build's sources and results.</summary>
public static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The output of <c>dotnet publish</c>; tests/run.sh publishes the app there once.</summary>
    public static string PublishedApp { get; } = Path.Combine(Root, "artifacts", "publish");

    /// <summary>The startup hook that gives a process the time set by a test.</summary>
    public static string ProcessClock { get; } = Metadata("ProcessClock");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
