using System.Diagnostics;

namespace HopsworksFunctions.Benchmarks.Start;

/// <param name="ReadyCpu">The CPU time of the process when it could be invoked.</param>
/// <param name="Wall">The time from the start of the process to its first answer.</param>
/// <param name="Cpu">The CPU time of the process at its first answer.</param>
/// <param name="FirstMegabytes">The megabytes resident at the first answer.</param>
/// <param name="LaterMegabytes">The megabytes resident after the requests.</param>
internal sealed record StartFigures(TimeSpan ReadyCpu, TimeSpan Wall, TimeSpan Cpu, double FirstMegabytes, double LaterMegabytes)
{
    /// <summary>The CPU time of the first run.</summary>
    public TimeSpan RunCpu => Cpu - ReadyCpu;

    public static async Task<StartFigures> TakeAsync(int processId, Func<Task> first, Func<Task> later)
    {
        using var process = Process.GetProcessById(processId);
        var readyCpu = process.TotalProcessorTime;
        await first();
        var wall = TimeProvider.System.GetUtcNow() - new DateTimeOffset(process.StartTime);
        process.Refresh();
        var cpu = process.TotalProcessorTime;
        var firstMegabytes = Megabytes(process);
        await later();
        return new(readyCpu, wall, cpu, firstMegabytes, Megabytes(process));
    }

    private static double Megabytes(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / 1e6;
    }
}
