using System.Text.RegularExpressions;

namespace HopsworksFunctions.Tests.Architecture;

/// <summary>The form of source files, beyond what the compiler and the formatter check.</summary>
public sealed partial class SourceTests
{
    private const int MaxLineLength = 140;
    private const int MaxLines = 250;

    private static IEnumerable<string> Sources => new[] { "src", "tests" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories))
        .Where(path => !BuildOutput().IsMatch(path));

    [Fact]
    public void No_line_is_longer_than_140_columns() => Assert.Empty(
        from path in Sources
        from line in File.ReadLines(path).Select((text, index) => (text, number: index + 1))
        where line.text.Length > MaxLineLength && !IsPayload(path, line.text)
        select $"{Path.GetRelativePath(Repository.Root, path)}:{line.number}");

    [Fact]
    public void No_source_file_is_longer_than_250_lines() => Assert.Empty(
        from path in Sources
        where File.ReadLines(path).Count() > MaxLines
        select Path.GetRelativePath(Repository.Root, path));

    [Fact]
    public void A_namespace_is_the_folder_of_its_file() => Assert.Empty(
        from path in Sources
        let name = Namespace().Match(File.ReadAllText(path)).Groups[1].Value
        where name.Length > 0 && name != NamespaceOf(path)
        select $"{Path.GetRelativePath(Repository.Root, path)}: {name}");

    /// <summary>Returns whether a line is a payload, which tests keep exactly as it is on the wire.</summary>
    private static bool IsPayload(string path, string line) =>
        path.StartsWith(Path.Combine(Repository.Root, "tests"), StringComparison.Ordinal)
            && (line.Contains("\"\"\"", StringComparison.Ordinal) || line.TrimStart() is ['{' or '"' or '\'' or '}', ..]);

    private static string NamespaceOf(string path) =>
        string.Join('.', Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!).Split(Path.DirectorySeparatorChar).Skip(1));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"[\\/](bin|obj|node_modules)[\\/]")]
    private static partial Regex BuildOutput();
}
