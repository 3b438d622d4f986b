namespace HopsworksFunctions.EndToEndTests.Crashes;

/// <summary>The moment at which the process is killed.</summary>
public enum Moment
{
    /// <summary>The app reads the cluster again before it acts, and has written nothing.</summary>
    BeforeTheIntent,
    /// <summary>The intent is in the cluster's record, but not yet in the audit log.</summary>
    IntentStored,
    /// <summary>The intent is in both, and the call has no effect.</summary>
    CallLost,
    /// <summary>The call took effect, but is not answered.</summary>
    CallNotAnswered,
    /// <summary>The answer is lost, the app has read the cluster again, and none of this is written.</summary>
    AnswerNotWritten,
    /// <summary>The result is in the audit log, but not yet in the cluster's record.</summary>
    ResultAudited,
    /// <summary>The result is in both, and the run is still busy with the other cluster.</summary>
    ResultStored,
    /// <summary>The run has ended, and the cluster is still in transition.</summary>
    BetweenRuns,
}
