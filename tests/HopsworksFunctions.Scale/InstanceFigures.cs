using System.Diagnostics;
using System.Globalization;

namespace HopsworksFunctions.Scale;

/// <summary>What a worker's process has used.</summary>
/// <param name="PeakMegabytes">The most that was resident at once.</param>
public readonly record struct InstanceFigures(TimeSpan Cpu, double PeakMegabytes)
{
    private const string Peak = "VmHWM:";

    /// <summary>Nothing of a process that is gone.</summary>
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
