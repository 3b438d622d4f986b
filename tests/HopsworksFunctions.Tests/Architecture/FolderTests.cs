using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ArchUnitNET.Domain.Extensions;
using ArchUnitNET.Fluent;
using ArchUnitNET.Fluent.Slices;
using ArchUnitNET.Loader;
using static ArchUnitNET.Fluent.ArchRuleDefinition;

namespace HopsworksFunctions.Tests.Architecture;

/// <summary>Which folders may use which. A folder is a namespace here, as <see cref="SourceTests"/> ensures.</summary>
public sealed class FolderTests
{
    private static readonly string AppFolder =
        typeof(FolderTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "FunctionApp").Value!;

    private static readonly ConcurrentDictionary<string, ArchUnitNET.Domain.Architecture> Loaded = [];

    /// <summary>Each assembly, and the namespace of its project's folder.</summary>
    public static TheoryData<string, string> Projects => new()
    {
        { "HopsworksFunctions.Policies", "HopsworksFunctions.Policies" },
        { "HopsworksFunctions.Core", "HopsworksFunctions.Core" },
        { "HopsworksFunctions", "HopsworksFunctions" },
        { "hops", "HopsworksFunctions.Cli" },
        { "HopsworksEmulator", "HopsworksEmulator" },
    };

    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folders_know_each_other_in_a_circle(string assembly, string root) =>
        Holds(assembly, SliceRuleDefinition.Slices().Matching($"{root}.(**)").Should().BeFreeOfCycles());

    /// <summary>The types at the root of a project wire its folders together, and no folder uses them.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void No_folder_knows_the_root_above_it(string assembly, string root)
    {
        var wiring = Types().That().ResideInNamespaceMatching($"^{root}$");
        if (assembly == "HopsworksFunctions.Policies")
            return;
        Holds(assembly, Types().That().ResideInNamespaceMatching($@"^{root}\..+").Should().NotDependOnAny(wiring));
    }

    /// <summary>The nouns are at the root of the policies. Folders below do not use them, and they do not use folders above.</summary>
    [Fact]
    public void The_nouns_of_the_policies_are_known_from_above_alone()
    {
        const string Root = "HopsworksFunctions.Policies";
        var nouns = Types().That().ResideInNamespaceMatching($"^{Root}$");
        Holds(Root, Types().That().ResideInNamespaceMatching($@"^{Root}\.(Json|Clusters|Schedules)").Should().NotDependOnAny(nouns));
        Holds(Root, nouns.Should().NotDependOnAny(Types().That().ResideInNamespaceMatching($@"^{Root}\.(Language|Lint|Decisions)")));
    }

    [Fact]
    public void The_policies_know_nothing_but_NodaTime() => Assert.All(
        ReferencesOf("HopsworksFunctions.Policies"), name =>
            Assert.True(name == "NodaTime" || name.StartsWith("System.", StringComparison.Ordinal), name));

    [Theory]
    [InlineData("HopsworksFunctions")]
    [InlineData("hops")]
    public void The_app_and_the_command_line_know_the_core_and_not_each_other(string assembly) => Assert.Equal(
        "HopsworksFunctions.Core",
        Assert.Single(ReferencesOf(assembly), name => name is "HopsworksFunctions.Core" or "HopsworksFunctions" or "hops"));

    private static string[] ReferencesOf(string assembly)
    {
        using var image = new PEReader(File.OpenRead(PathOf(assembly)));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name))];
    }

    private static void Holds(string assembly, IArchRule rule)
    {
        var architecture = Loaded.GetOrAdd(
            assembly, name => new ArchLoader().LoadFilteredDirectory(Path.GetDirectoryName(PathOf(name)), $"{name}.dll").Build());
        Assert.Empty(rule.Evaluate(architecture).Where(result => !result.Passed).Select(result => result.Description));
    }

    internal static string PathOf(string assembly) =>
        Path.Combine(assembly == "HopsworksFunctions" ? AppFolder : AppContext.BaseDirectory, $"{assembly}.dll");
}
