namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The answer to someone who follows a link to start a cluster again.</summary>
public abstract record StartAnswer
{
    /// <summary>The cluster can be started.</summary>
    /// <param name="Message">What a start does and how long the cluster then keeps running.</param>
    public sealed record Open(string Cluster, string Message) : StartAnswer;

    /// <summary>The cluster is starting or running.</summary>
    /// <param name="Changed">False if it was before this request.</param>
    public sealed record Started(string Cluster, string Message, bool Changed) : StartAnswer;

    /// <summary>The link has no effect.</summary>
    /// <param name="Message">Why, and what to do.</param>
    public sealed record Denied(LinkDenial Why, string Message) : StartAnswer;
}
