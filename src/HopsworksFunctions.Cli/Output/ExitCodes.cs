namespace HopsworksFunctions.Cli.Output;

/// <summary>How a command ends, for scripts.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    /// <summary>Refused, or failed.</summary>
    public const int Failed = 1;
    public const int Usage = 2;
    /// <summary>It was so already, and <c>--detailed-exit-code</c> asks for the difference.</summary>
    public const int NothingToDo = 3;
    /// <summary>The app or Hopsworks.ai cannot be reached, or does not answer.</summary>
    public const int OutOfReach = 4;
    public const int Cancelled = 130;
}
