using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.Runs;

/// <summary>The words for actions in sentences.</summary>
internal static class ActionWords
{
    /// <summary>As in <c>the stop was sent</c>.</summary>
    /// <param name="action">Null if it is unknown.</param>
    public static string Noun(ClusterAction? action) => action switch
    {
        ClusterAction.Stop => "stop",
        ClusterAction.Start => "start",
        ClusterAction.AddWorkers => "request for worker nodes",
        ClusterAction.Backup => "backup",
        ClusterAction.None or null => "action",
    };
}
