using HopsworksFunctions.Core.State.Sqlite;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>The state that an earlier version stored for the account; see state/README.md.</summary>
internal static class GoldenState
{
    private static string Folder => Golden.PathTo("state/folder");

    /// <summary>Copies it into the folder that <c>State__Directory</c> names.</summary>
    public static void CopyTo(string folder)
    {
        foreach (var file in Directory.GetFiles(Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>Makes a hold invalid JSON, and gives a record a version that does not exist yet.</summary>
    public static async Task DamageAsync(string folder, CancellationToken cancellationToken)
    {
        using var database = new StateDatabase(folder, "default");
        await database.CallAsync(
            connection => connection.Do("""
                INSERT OR REPLACE INTO document (kind, key, version, schema, json)
                VALUES ('hold', 'g-28', 'x', 2, '{'), ('record', 'g-10', 'x', 99, '{}')
                """),
            cancellationToken);
    }
}
