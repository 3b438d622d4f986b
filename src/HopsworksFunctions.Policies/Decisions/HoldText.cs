namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The words for the state that a hold keeps.</summary>
public static class HoldText
{
    /// <summary>Returns the state as in <c>kept running</c>.</summary>
    /// <param name="state">The state; null if it is unknown.</param>
    public static string Word(HoldState? state) => state switch
    {
        HoldState.Up => "running",
        HoldState.Down => "stopped",
        HoldState.AsIs or null => "as is",
    };
}
