namespace HopsworksFunctions.Cli.Output;

/// <summary>The exit codes of commands, for scripts.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    /// <summary>Refused, or failed.</summary>
    public const int Failed = 1;
    public const int Usage = 2;
    /// <summary>There was nothing to do, and <c>--detailed-exit-code</c> is set.</summary>
    public const int NothingToDo = 3;
    /// <summary>The app or Hopsworks.ai cannot be reached, or does not answer.</summary>
    public const int OutOfReach = 4;
    public const int Cancelled = 130;
}
