using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>A folder with the files of input/, in which commands are run, and a transcript of what each printed and how it ended.</summary>
internal sealed partial class GoldenConsole : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("golden-console-");
    private readonly StringBuilder _transcript = new();
    private readonly HashSet<string> _seen = [];

    public GoldenConsole()
    {
        foreach (var file in Directory.GetFiles(Golden.PathTo("input")))
            File.Copy(file, PathTo(Path.GetFileName(file)));
    }

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Texts that are others each time, each with what stands for it.</summary>
    public Dictionary<string, string> Names { get; } = [];

    public string Transcript => _transcript.ToString();

    public string PathTo(string file) => Path.Combine(_folder.FullName, file);

    /// <summary>The commands one after the other; their words have blanks between, and none in them.</summary>
    public async Task RunAsync(params IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await RunAsync(line, "");
    }

    public async Task RunAsync(string line, string input)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "hopsworks-functions.dll");
        var arguments = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Prepend(program);
        using var process = Process.Start(StandingClock.Start(_folder.FullName, arguments, Environment))!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _transcript.Append($"$ hops {line}\n{Marked("  ", await output)}{Marked("! ", await errors)}= {process.ExitCode}\n\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Marked(string mark, string text)
    {
        foreach (var (given, name) in Names.Append(KeyValuePair.Create(_folder.FullName, "<folder>")))
            text = text.Replace(given, name, StringComparison.Ordinal);
        var lines = text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n').SelectMany(line => Legible(line).Split('\n'));
        return string.Concat(lines.Select(line => $"{mark}{line}\n"));
    }

    private string Legible(string line) =>
        GoldenText.Steady(line is ['{', .., '}'] ? GoldenText.Legible(line, _seen) : LoggedBy().Replace(line, "$1<class>"));

    // Which class writes a line is nobody's business.
    [GeneratedRegex(@"^((?:warn|fail): )[\w.]+\[[0-9]+\]$")]
    private static partial Regex LoggedBy();
}
