using System.Text.RegularExpressions;

namespace HopsworksFunctions.Tests.Reconciliation;

public sealed partial class ReliabilityPageTests
{
    [Theory]
    [InlineData("docs/reliability.md")]
    [InlineData("docs/security.md")]
    public void Names_only_test_classes_that_there_are(string page)
    {
        var named = TestClass().Matches(File.ReadAllText(Repository.PathTo(page))).Select(m => m.Groups[1].Value)
            .ToHashSet();
        var sources = Directory.EnumerateFiles(Repository.PathTo("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        var known = sources.SelectMany(path => Declaration().Matches(File.ReadAllText(path))).Select(m => m.Groups[1].Value).ToHashSet();

        Assert.True(named.Count > 15);
        Assert.Empty(named.Except(known));
    }

    [GeneratedRegex("`([A-Za-z]+(?:Tests|Contract))`")]
    private static partial Regex TestClass();

    [GeneratedRegex(@"class ([A-Za-z]+(?:Tests|Contract))\b")]
    private static partial Regex Declaration();
}
