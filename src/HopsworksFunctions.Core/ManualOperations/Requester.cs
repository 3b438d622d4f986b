namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>Who makes a request, as named in the audit log and the log.</summary>
/// <param name="Name">A person's or a system's name.</param>
/// <param name="Trigger">How the request came, such as <c>HTTP</c>.</param>
/// <param name="Id">The id of the request, used like a run's id.</param>
public sealed record Requester(string Name, string Trigger, string Id)
{
    /// <summary>Whether a freeze may end, or be replaced by one with an earlier end, because of them.</summary>
    public bool MayUnfreeze { get; init; }
}
