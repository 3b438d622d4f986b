using HopsworksFunctions.Policies.Decisions;

namespace HopsworksFunctions.Core.Runs;

/// <summary>The nouns for actions in sentences.</summary>
internal static class ActionWords
{
    /// <summary>Returns a noun, as in <c>the stop was sent</c>.</summary>
    /// <param name="action">The action; null if unknown.</param>
    public static string Noun(ClusterAction? action) => action switch
    {
        ClusterAction.Stop => "stop",
        ClusterAction.Start => "start",
        ClusterAction.AddWorkers => "request for worker nodes",
        ClusterAction.Backup => "backup",
        ClusterAction.None or null => "action",
    };
}
