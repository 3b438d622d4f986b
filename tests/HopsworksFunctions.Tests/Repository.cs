using System.Reflection;

namespace HopsworksFunctions.Tests;

/// <summary>Files of the repository that are shipped unchanged.</summary>
internal static class Repository
{
    public static readonly string Root =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    public static string PathTo(string file) => Path.Combine(Root, file);
}
