using System.Text.RegularExpressions;
using HopsworksFunctions.Tests.Commands;

namespace HopsworksFunctions.Tests.Shipped;

/// <summary>The README's commands, in order, except those that need Azure.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    // These commands need Azure or a vault, or run the tests, which include this one.
    private static readonly string[] NotHere = ["az ", "infra/", "tests/run.sh", "alias ", "(umask", " read", "init --vault"];

    private readonly string folder = Directory.CreateTempSubdirectory("readme-").FullName;

    private static string Readme { get; } = File.ReadAllText(Repository.PathTo("README.md"));

    [Fact]
    public async Task Each_command_does_what_it_says()
    {
        foreach (var file in (string[])["HopsworksFunctions.sln", "policies.sample.json", "prices.sample.json"])
            File.Copy(Repository.PathTo(file), Path.Combine(folder, file));
        var commands = Blocks().Matches(Readme).SelectMany(block => block.Groups[1].Value.TrimEnd('\n').Split('\n'))
            .Select(line => line.Split("  #")[0].TrimEnd())
            .Where(line => !NotHere.Any(start => line.Contains(start, StringComparison.Ordinal)))
            .Select(line => line.Replace("dotnet run --project src/HopsworksFunctions.Cli --", "hops", StringComparison.Ordinal).Split(' '))
            .ToList();

        Assert.True(commands.Count >= 6, $"{commands.Count} commands");
        foreach (var command in commands)
        {
            Assert.Equal("hops", command[0]);
            var (exitCode, output, errors) = await CommandLine.RunInAsync(
                folder, new() { ["AZURE_TOKEN_CREDENTIALS"] = "dev" }, command[1..]);
            Assert.True(exitCode == 0, $"{string.Join(' ', command)} ended with {exitCode}: {errors}");
            Assert.NotEmpty(output);
        }
    }

    [Fact]
    public void Is_short_and_leads_to_files_that_are_there()
    {
        Assert.InRange(Readme.Split('\n').Length, 60, 120);
        foreach (var page in Directory.GetFiles(Repository.PathTo("docs"), "*.md").Append(Repository.PathTo("README.md")))
        {
            var missing = Links().Matches(File.ReadAllText(page)).Select(link => link.Groups[1].Value)
                .Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(page)!, link)));
            Assert.Equal((page, ""), (page, string.Join(", ", missing)));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [GeneratedRegex("^```sh\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"\]\(((?!https?:|#)[^)#\s]+)[^)]*\)")]
    private static partial Regex Links();
}
