using System.Diagnostics;

namespace HopsworksFunctions.Testing.Processes;

/// <summary>A process started by a test. Its output is kept, and disposing kills it with all processes that it started.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly ProcessOutput output;

    private ChildProcess(Process process, ProcessOutput output) => (this.process, this.output) = (process, output);

    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>The lines of both streams so far.</summary>
    public IReadOnlyList<string> Lines => output.Lines;

    /// <param name="fileName">The program.</param>
    /// <param name="arguments">The arguments, passed to the program unchanged.</param>
    /// <param name="environment">Variables added to this process's environment; null removes a variable.</param>
    /// <param name="workingDirectory">Null for this process's own.</param>
    public static ChildProcess Start(
        string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null,
        string? workingDirectory = null)
    {
        var start = new ProcessStartInfo(fileName, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = workingDirectory ?? "",
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        var process = Process.Start(start)!;
        return new ChildProcess(process, ProcessOutput.Of(process, Path.GetFileName(fileName)));
    }

    /// <summary>
    /// Returns the first line, past or future, that satisfies the condition. Fails at the deadline, or when the output ends first.
    /// </summary>
    public async Task<string> WaitForLineAsync(Func<string, bool> condition, TimeSpan? deadline = null)
    {
        using var expiry = new CancellationTokenSource(deadline ?? DefaultDeadline, TimeProvider.System);
        var read = 0;
        try
        {
            while (true)
            {
                var more = output.Next;
                var lines = output.Lines;
                if (lines.Skip(read).FirstOrDefault(condition) is { } line) return line;
                read = lines.Count;
                if (!await more.WaitAsync(expiry.Token)) throw Failure("ended without the awaited line");
            }
        }
        catch (OperationCanceledException)
        {
            throw Failure("did not print the awaited line in time");
        }
    }

    public Task<string> WaitForLineAsync(string text, TimeSpan? deadline = null) =>
        WaitForLineAsync(line => line.Contains(text, StringComparison.Ordinal), deadline);

    /// <summary>Waits until all output has arrived, and returns the exit code.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan? deadline = null)
    {
        using var expiry = new CancellationTokenSource(deadline ?? DefaultDeadline, TimeProvider.System);
        try
        {
            await process.WaitForExitAsync(expiry.Token);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            throw Failure("did not end in time");
        }
    }

    /// <summary>Sends SIGKILL to this process alone, as in a crash.</summary>
    public void Kill() => process.Kill();

    /// <summary>Sends SIGTERM, as someone does who asks the process to end.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("/bin/kill", ["-TERM", $"{process.Id}"]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await WaitForExitAsync(); // This also waits for every process that holds its output.
        output.Dispose();
        process.Dispose();
    }

    private InvalidOperationException Failure(string what) =>
        new($"{process.StartInfo.FileName} {what}. Its output:\n{string.Join('\n', Lines)}");
}
