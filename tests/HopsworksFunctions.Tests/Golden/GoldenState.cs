namespace HopsworksFunctions.Tests.Golden;

/// <summary>What an earlier version remembered of the account; see state/README.md.</summary>
internal static class GoldenState
{
    private static string Folder => Golden.PathTo("state/folder");

    /// <summary>As the folder that <c>State__Directory</c> names.</summary>
    public static void CopyTo(string folder)
    {
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
