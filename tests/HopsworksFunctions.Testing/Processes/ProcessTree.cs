namespace HopsworksFunctions.Testing.Processes;

/// <summary>A process and all processes that it started, as Linux reports them.</summary>
public static class ProcessTree
{
    /// <summary>Returns the IDs, the given one first.</summary>
    public static IReadOnlyList<int> Of(int id)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var process) ? process : 0)
            .Where(process => process > 0)
            .Select(process =>
                (Id: process, Parent: Stat(process) is [_, var parent, ..]
                ? int.Parse(parent, System.Globalization.CultureInfo.InvariantCulture) : 0))
            .ToLookup(process => process.Parent, process => process.Id);
        var tree = new List<int> { id };
        for (var i = 0; i < tree.Count; i++) tree.AddRange(parents[tree[i]]);
        return tree;
    }

    /// <summary>Returns whether the process is running. A zombie, which no process has reaped yet, is not.</summary>
    public static bool IsRunning(int id) => Stat(id) is [not ("Z" or "X"), ..];

    /// <summary>Returns the state, the parent and more; empty if there is no such process.</summary>
    private static string[] Stat(int id)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{id}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
