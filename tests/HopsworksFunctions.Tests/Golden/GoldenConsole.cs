using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using HopsworksEmulator;
using HopsworksFunctions.Tests.Infra;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>A folder with the files of input/, in which commands run, and a transcript of their output and exit codes.</summary>
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

    /// <summary>Texts that differ on each run, with their placeholders.</summary>
    public Dictionary<string, string> Names { get; } = [];

    /// <summary>The width of the terminal for the commands; null for pipes.</summary>
    public int? Columns { get; set; }

    public string Transcript => _transcript.ToString();

    public string PathTo(string file) => Path.Combine(_folder.FullName, file);

    /// <summary>Emulates Hopsworks.ai with <see cref="GoldenFleet"/>, and gives the commands its stored state.</summary>
    public async Task<EmulatorServer> StartHopsworksAsync()
    {
        var options = new EmulatorOptions { Clusters = GoldenFleet.Clusters, Time = new FakeTimeProvider(GoldenFleet.Now) };
        var hopsworks = await EmulatorServer.StartAsync(options, TestContext.Current.CancellationToken);
        GoldenState.CopyTo(PathTo("state"));
        Environment["Hopsworks__BaseUrl"] = hopsworks.BaseAddress.ToString();
        Environment["HOPSWORKSAI_API_KEY"] = options.ApiKeys[0];
        Environment["Policies__Source"] = PathTo("golden.policies.json");
        Environment["Savings__PricesSource"] = PathTo("golden.prices.json");
        Environment["Savings__RetailPrices"] = "false";
        Environment["State__Directory"] = PathTo("state");
        return hopsworks;
    }

    /// <summary>Runs the commands one after the other. Blanks separate their words, which contain none.</summary>
    public async Task RunAsync(params IEnumerable<string> lines)
    {
        foreach (var line in lines)
            await RunAsync(line, "");
    }

    public async Task RunAsync(string line, string input)
    {
        // A terminal has its own session. Coverage is counted under a lock that other sessions do not see, so a terminal runs the command
        // as it was built, which counts nothing.
        var program = Columns is null ? Path.Combine(AppContext.BaseDirectory, "hops.dll") : Bicep.Metadata("CommandLine");
        string[] arguments = [program, .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        using var process = Process.Start(Start(arguments))!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        _transcript.Append($"$ hops {line}\n{Marked("  ", await output)}{Marked("! ", await errors)}= {process.ExitCode}\n\n");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Returns the command, in a terminal if it needs one. A terminal has one stream for all output.</summary>
    private ProcessStartInfo Start(string[] arguments)
    {
        var start = StandingClock.Start(_folder.FullName, arguments, Environment);
        if (Columns is not { } columns)
            return start;
        var command = string.Join(' ', arguments.Prepend(start.FileName).Select(word => $"'{word}'"));
        start.ArgumentList.Clear();
        start.FileName = "script";
        foreach (var argument in (string[])["-qec", $"stty cols {columns} rows 50; exec {command}", "/dev/null"])
            start.ArgumentList.Add(argument);
        (start.Environment["TERM"], start.Environment["SHELL"]) = ("xterm", "/bin/sh");
        return start;
    }

    private string Marked(string mark, string text)
    {
        if (Columns is not null)
            text = Colours().Replace(text.Replace("\r\n", "\n", StringComparison.Ordinal), "");
        foreach (var (given, name) in Names.Append(KeyValuePair.Create(_folder.FullName, "<folder>")))
            text = text.Replace(given, name, StringComparison.Ordinal);
        var lines = text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n').SelectMany(line => Legible(line).Split('\n'));
        return string.Concat(lines.Select(line => $"{mark}{(Columns is null ? line : line.TrimEnd())}\n"));
    }

    private string Legible(string line) =>
        GoldenText.Steady(line is ['{', .., '}'] ? GoldenText.Legible(line, _seen) : LoggedBy().Replace(line, "$1<class>"));

    [GeneratedRegex("\\e(\\[[0-9;?]*[a-zA-Z]|[=>])")]
    private static partial Regex Colours();

    // It does not matter which class writes a line.
    [GeneratedRegex(@"^((?:warn|fail): )[\w.]+\[[0-9]+\]$")]
    private static partial Regex LoggedBy();
}
