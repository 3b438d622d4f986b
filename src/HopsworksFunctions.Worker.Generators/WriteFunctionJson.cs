#pragma warning disable RS1035 // This part of the assembly runs in MSBuild, not in the compiler.
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Microsoft.Build.Framework;

namespace HopsworksFunctions.Worker.Generators;

/// <summary>
/// Writes the <c>function.json</c> files that the generator put into the app's assembly next to the app, one folder for
/// each function, and removes those of functions that are no more.
/// </summary>
public sealed class WriteFunctionJson : ITask
{
    private const string FileName = "function.json";

    public IBuildEngine BuildEngine { get; set; } = null!;

    public ITaskHost HostObject { get; set; } = null!;

    [Required]
    public string Assembly { get; set; } = "";

    [Required]
    public string Directory { get; set; } = "";

    /// <summary>The files that belong to the build.</summary>
    [Output]
    public string[] Written { get; set; } = [];

    public bool Execute()
    {
        var wanted = ReadFunctions().ToDictionary(function => Path.Combine(Directory, function.Name, FileName), function => function.Json);
        foreach (var stale in Present().Where(file => !wanted.ContainsKey(file)))
            Remove(stale);
        foreach (var function in wanted.Where(function => !File.Exists(function.Key) || File.ReadAllText(function.Key) != function.Value))
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(function.Key)!);
            File.WriteAllText(function.Key, function.Value);
        }
        Written = [.. wanted.Keys];
        return true;
    }

    private IEnumerable<string> Present() =>
        from folder in System.IO.Directory.Exists(Directory) ? System.IO.Directory.GetDirectories(Directory) : []
        let file = Path.Combine(folder, FileName)
        where File.Exists(file)
        select file;

    private static void Remove(string functionJson)
    {
        File.Delete(functionJson);
        var folder = Path.GetDirectoryName(functionJson)!;
        if (!System.IO.Directory.EnumerateFileSystemEntries(folder).Any())
            System.IO.Directory.Delete(folder);
    }

    private List<(string Name, string Json)> ReadFunctions()
    {
        using var file = new PEReader(File.OpenRead(Assembly));
        var metadata = file.GetMetadataReader();
        var functions = new List<(string, string)>();
        foreach (var handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (!IsAssemblyMetadata(metadata, attribute))
                continue;
            var value = metadata.GetBlobReader(attribute.Value);
            value.ReadUInt16();
            var key = value.ReadSerializedString() ?? "";
            if (key.StartsWith(RegistrationWriter.FunctionJsonKey, StringComparison.Ordinal))
                functions.Add((key.Substring(RegistrationWriter.FunctionJsonKey.Length), value.ReadSerializedString()!));
        }
        return functions;
    }

    private static bool IsAssemblyMetadata(MetadataReader metadata, CustomAttribute attribute) =>
        attribute.Constructor.Kind == HandleKind.MemberReference
        && metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } parent
        && metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)parent).Name, "AssemblyMetadataAttribute");
}
