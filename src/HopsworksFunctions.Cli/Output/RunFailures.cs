using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Reports;
using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Cli.Output;

/// <summary>What a run's end means for the exit code.</summary>
internal static class RunFailures
{
    public static bool IsOutOfReach(FailureKind failure) =>
        failure is FailureKind.Unavailable or FailureKind.Unreachable or FailureKind.NoAnswer;

    public static int ExitCode(RunReportJson report) => report switch
    {
        { Outcome: RunOutcome.Ok or RunOutcome.Partial } => ExitCodes.Done,
        { Failure: { } failure } when IsOutOfReach(failure) => ExitCodes.OutOfReach,
        _ => ExitCodes.Failed,
    };
}
