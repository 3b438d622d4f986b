using System.ComponentModel;
using System.Diagnostics;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The app's executable, running; killed when disposed and when this process ends, however it ends short of SIGKILL.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(25);

    private readonly Process _process;
    private readonly CancellationTokenSource _ended = new();

    private AppProcess(Process process)
    {
        _process = process;
        Id = process.Id;
        Exited = WaitForExitAsync();
        AppDomain.CurrentDomain.ProcessExit += KillOnExit;
        AppDomain.CurrentDomain.UnhandledException += KillOnExit;
    }

    public int Id { get; }

    /// <summary>The exit code, when the process has ended.</summary>
    public Task<int> Exited { get; }

    /// <summary>Cancelled when the process has ended.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Whether the host killed it because an invocation outlived <c>functionTimeout</c>.</summary>
    public bool TimedOut { get; private set; }

    /// <exception cref="CliException">The executable cannot be started.</exception>
    public static AppProcess Start(FunctionApp app, IReadOnlyDictionary<string, string> environment, TextWriter output)
    {
        var info = new ProcessStartInfo(app.Executable, app.Arguments)
        {
            WorkingDirectory = app.WorkingDirectory,
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
            throw new CliException($"{app.Executable} cannot be started: {e.Message}", e);
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

    /// <summary>Polls until the app gives any HTTP answer; false when it has ended or the deadline has passed.</summary>
    public async Task<bool> IsReadyAsync(HttpMessageInvoker http, Uri address, TimeSpan deadline, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(deadline);
        using var polling = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token, Ended);
        while (!polling.IsCancellationRequested)
        {
            try
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                using var answer = await http.SendAsync(request, polling.Token);
                return true;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(PollInterval, TimeProvider.System, polling.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                return false;
            }
        }
        cancellationToken.ThrowIfCancellationRequested();
        return false;
    }

    public void KillForTimeout()
    {
        TimedOut = true;
        Kill();
    }

    public void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
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
        await _ended.CancelAsync();
        return _process.ExitCode;
    }

    private void KillOnExit(object? sender, EventArgs e) => Kill();
}
