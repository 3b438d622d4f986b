using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace HopsworksFunctions.Tests.Architecture;

/// <summary>The form of source files, beyond what the compiler and the formatter check.</summary>
public sealed partial class SourceTests
{
    private const int MaxLineLength = 140;
    private const int MaxLines = 250;
    private const int MaxMethodLines = 40;
    private const int MaxParameters = 7;

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
    public void No_method_of_the_product_is_longer_than_40_lines() => Assert.Empty(
        from path in Sources
        where path.StartsWith(Path.Combine(Repository.Root, "src"), StringComparison.Ordinal)
        from method in MethodsOf(File.ReadAllLines(path))
        where method.Lines > MaxMethodLines
        select $"{Path.GetRelativePath(Repository.Root, path)}: {method.Head}");

    [Theory]
    [MemberData(nameof(FolderTests.Projects), MemberType = typeof(FolderTests))]
    public void No_constructor_of_a_class_has_more_than_7_parameters(string assembly, string root)
    {
        using var image = new PEReader(File.OpenRead(FolderTests.PathOf(assembly)));
        var metadata = image.GetMetadataReader();
        var types = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(type => metadata.GetString(type.Namespace).StartsWith(root, StringComparison.Ordinal));
        Assert.Empty(
            from type in types
            let methods = type.GetMethods().Select(metadata.GetMethodDefinition).ToList()
            // Records are data.
            where !methods.Any(method => metadata.GetString(method.Name) == "<Clone>$")
            from method in methods
            where metadata.GetString(method.Name) == ".ctor" && method.GetParameters().Count > MaxParameters
            select metadata.GetString(type.Name));
    }

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

    /// <summary>Returns the first line and the length of the body of each method with a body in braces.</summary>
    private static IEnumerable<(string Head, int Lines)> MethodsOf(string[] lines)
    {
        for (var open = 1; open < lines.Length; open++)
        {
            if (lines[open].TrimStart() != "{")
                continue;
            var indent = lines[open][..^1];
            var head = Array.FindLastIndex(lines, open - 1, line => !line.StartsWith($"{indent} ", StringComparison.Ordinal));
            var close = Array.FindIndex(lines, open, line => line.StartsWith($"{indent}}}", StringComparison.Ordinal));
            if (Head().IsMatch(lines[head]))
                yield return (lines[head].Trim(), close - open - 1);
        }
    }

    private static string NamespaceOf(string path) =>
        string.Join('.', Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(path)!).Split(Path.DirectorySeparatorChar).Skip(1));

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^ +(public|internal|protected|private) (?!.*\b(class|record|struct|interface|enum)\b).*\(")]
    private static partial Regex Head();

    [GeneratedRegex(@"[\\/](bin|obj|node_modules)[\\/]")]
    private static partial Regex BuildOutput();
}
