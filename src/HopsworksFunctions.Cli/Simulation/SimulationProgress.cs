using HopsworksFunctions.Core.Runs;
using NodaTime;
using Spectre.Console;

namespace HopsworksFunctions.Cli.Simulation;

/// <summary>The progress of a simulation. A terminal shows it once the simulation has taken a second.</summary>
internal sealed class SimulationProgress(Instant start, Instant end)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private long reached = start.ToUnixTimeTicks();

    /// <summary>The time of the last run.</summary>
    public Instant Reached => Instant.FromUnixTimeTicks(Volatile.Read(ref reached));

    public void Report(RunReport run) => Volatile.Write(ref reached, run.StartedAt.ToUnixTimeTicks());

    /// <param name="console">The console for the progress; null to show none.</param>
    public async Task<T> WatchAsync<T>(Task<T> simulation, IAnsiConsole? console)
    {
        if (console is not null)
            await Task.WhenAny(simulation, Task.Delay(Patience, TimeProvider.System, CancellationToken.None));
        if (console is not null && !simulation.IsCompleted)
        {
            await console.Progress().AutoClear(true).StartAsync(async progress =>
            {
                var bar = progress.AddTask("Simulating");
                while (!simulation.IsCompleted)
                {
                    bar.Value = 100 * Math.Clamp((Reached - start) / (end - start), 0, 1);
                    await Task.WhenAny(simulation, Task.Delay(Pause, TimeProvider.System, CancellationToken.None));
                }
            });
        }
        return await simulation;
    }
}
