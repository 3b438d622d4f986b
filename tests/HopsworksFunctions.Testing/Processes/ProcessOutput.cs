using System.Diagnostics;

namespace HopsworksFunctions.Testing.Processes;

/// <summary>The lines of both streams of a process, copied to the test artifacts, where no secret may appear.</summary>
internal sealed class ProcessOutput : IDisposable
{
    private readonly Lock gate = new();
    private readonly List<string> lines = [];
    private readonly StreamWriter? log;
    private TaskCompletionSource<bool> next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int openStreams = 2;

    private ProcessOutput(StreamWriter? log) => this.log = log;

    public IReadOnlyList<string> Lines
    {
        get { lock (gate) return [.. lines]; }
    }

    /// <summary>Completes with true at the line after the current <see cref="Lines"/>, or with false at the end of the output.</summary>
    public Task<bool> Next
    {
        get { lock (gate) return next.Task; }
    }

    public static ProcessOutput Of(Process process, string name)
    {
        var folder = Environment.GetEnvironmentVariable("TEST_ARTIFACTS");
        var output = new ProcessOutput(
            folder is null ? null : new StreamWriter(Path.Combine(folder, $"{name}-{process.Id}.log")) { AutoFlush = true });
        process.OutputDataReceived += (_, e) => output.Add(e.Data);
        process.ErrorDataReceived += (_, e) => output.Add(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return output;
    }

    public void Dispose()
    {
        lock (gate) log?.Dispose();
    }

    private void Add(string? line)
    {
        lock (gate)
        {
            if (line is null && --openStreams > 0) return;
            next.SetResult(line is not null);
            if (line is null) return;
            next = new(TaskCreationOptions.RunContinuationsAsynchronously);
            lines.Add(line);
            log?.WriteLine(line);
        }
    }
}
