using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.Tests.Worker;

/// <summary>The fixture app as a process; killed by its id when a test ends, whatever became of it.</summary>
internal sealed partial class FixtureProcess : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private FixtureProcess(ProcessStartInfo start, int port)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Append(line.Data);
        _process.ErrorDataReceived += (_, line) => Append(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Port = port;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public static string Directory { get; } = Path.GetFullPath(typeof(FixtureProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "WorkerFixture").Value!);

    public int Port { get; }

    public int Id => _process.Id;

    public HttpClient Client { get; }

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="command">Null for the app itself; else a shell command, whose <c>$0</c> is the app.</param>
    public static FixtureProcess Start(string? command = null, params (string Name, string? Value)[] environment)
    {
        var app = Path.Combine(Directory, "WorkerFixture");
        var start = command is null ? new ProcessStartInfo(app) : new ProcessStartInfo("/bin/sh", ["-c", command, app]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        var port = FreePort.Find();
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = $"{port}";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new FixtureProcess(start, port);
    }

    public async Task<FixtureProcess> ReadyAsync()
    {
        await UntilAsync(async () =>
        {
            try
            {
                return (await Client.GetAsync("/", Token)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        });
        return this;
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(Token).WaitAsync(Deadline, Token);
        return _process.ExitCode;
    }

    public void Signal(int signal) => Assert.Equal(0, Kill(_process.Id, signal));

    public void KillNow() => _process.Kill();

    /// <summary>Waits for a condition, and fails with the process's output when it does not come true.</summary>
    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        var started = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(started.Elapsed < Deadline, $"It did not come true. The process said:\n{Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private void Append(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
