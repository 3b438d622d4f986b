using System.ComponentModel;
using System.Diagnostics;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The worker's process. It is killed on disposal and when this process ends, except by SIGKILL.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;

    private WorkerProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        Exited = WaitForExitAsync();
        AppDomain.CurrentDomain.ProcessExit += KillOnExit;
        AppDomain.CurrentDomain.UnhandledException += KillOnExit;
    }

    public int Id { get; }

    /// <summary>Completes with the exit code.</summary>
    public Task<int> Exited { get; }

    /// <param name="arguments">The arguments after those of <c>worker.config.json</c>.</param>
    /// <param name="environment">Variables that extend the environment of this process.</param>
    /// <param name="output">Receives each line of standard output and standard error.</param>
    /// <exception cref="CliException">The executable cannot be started.</exception>
    public static WorkerProcess Start(
        FunctionApp app, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> environment, TextWriter output)
    {
        var info = new ProcessStartInfo(app.Executable, [.. app.Arguments, .. arguments])
        {
            WorkingDirectory = app.Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;

        var process = new Process { StartInfo = info };
        process.OutputDataReceived += (_, line) => WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => WriteLine(line.Data);
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw new CliException($"Cannot start {app.Executable}: {e.Message}", e);
        }
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process);

        void WriteLine(string? line)
        {
            if (line is not null)
                output.WriteLine(line);
        }
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // The process has already exited.
        }
    }

    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillOnExit;
        AppDomain.CurrentDomain.UnhandledException -= KillOnExit;
        Kill();
        await Exited;
        _process.Dispose();
    }

    private async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        return _process.ExitCode;
    }

    private void KillOnExit(object? sender, EventArgs e) => Kill();
}
