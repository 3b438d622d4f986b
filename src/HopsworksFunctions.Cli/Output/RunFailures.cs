using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Cli.Output;

/// <summary>The exit codes for the outcomes of runs.</summary>
internal static class RunFailures
{
    public static bool IsOutOfReach(FailureKind failure) =>
        failure is FailureKind.Unavailable or FailureKind.Unreachable or FailureKind.NoAnswer;

    public static int ExitCode(RunReportJson report) => ExitCode(report.Outcome, report.Failure);

    /// <param name="failure">The failure of Hopsworks.ai that ended the run; null if none did.</param>
    public static int ExitCode(RunOutcome outcome, FailureKind? failure) => outcome switch
    {
        RunOutcome.Ok or RunOutcome.Partial => ExitCodes.Done,
        _ when failure is { } kind && IsOutOfReach(kind) => ExitCodes.OutOfReach,
        _ => ExitCodes.Failed,
    };
}
