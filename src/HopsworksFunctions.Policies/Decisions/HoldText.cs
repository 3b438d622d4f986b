namespace HopsworksFunctions.Policies.Decisions;

/// <summary>The words for what a hold keeps.</summary>
public static class HoldText
{
    /// <summary>As in <c>kept running</c>.</summary>
    /// <param name="state">Null if it is unknown.</param>
    public static string Word(HoldState? state) => state switch
    {
        HoldState.Up => "running",
        HoldState.Down => "stopped",
        HoldState.AsIs or null => "as is",
    };
}
