using System.Diagnostics;
using System.Globalization;

namespace HopsworksFunctions.Scale;

/// <summary>The resources used by a worker's process.</summary>
/// <param name="PeakMegabytes">The peak of resident memory.</param>
public readonly record struct InstanceFigures(TimeSpan Cpu, double PeakMegabytes)
{
    private const string Peak = "VmHWM:";

    /// <summary>Returns the figures of a process; zero if it is gone.</summary>
    public static InstanceFigures Of(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            var kilobytes = File.ReadLines($"/proc/{processId}/status").Single(line => line.StartsWith(Peak, StringComparison.Ordinal));
            return new(
                process.TotalProcessorTime, double.Parse(kilobytes[Peak.Length..].Split('k')[0], CultureInfo.InvariantCulture) / 1024);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or IOException)
        {
            return default;
        }
    }
}
