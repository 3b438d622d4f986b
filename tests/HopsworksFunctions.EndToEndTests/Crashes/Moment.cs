namespace HopsworksFunctions.EndToEndTests.Crashes;

/// <summary>When the process is killed.</summary>
public enum Moment
{
    /// <summary>The cluster is read once more; nothing is written.</summary>
    BeforeTheIntent,
    /// <summary>The intent is in the cluster's record, and not yet in the audit.</summary>
    IntentStored,
    /// <summary>The intent is in both, and the call has no effect.</summary>
    CallLost,
    /// <summary>The call had its effect, and is not answered.</summary>
    CallNotAnswered,
    /// <summary>The answer is lost on its way, the cluster has been read again, and nothing of it is written.</summary>
    AnswerNotWritten,
    /// <summary>The result is in the audit, and not yet in the cluster's record.</summary>
    ResultAudited,
    /// <summary>The result is in both, and the run is still busy with the other cluster.</summary>
    ResultStored,
    /// <summary>The run is over, and the cluster on its way.</summary>
    BetweenRuns,
}
