namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>The author of a request, as named in the audit log and the log.</summary>
/// <param name="Name">The name of a person or a system.</param>
/// <param name="Trigger">The source of the request, such as <c>HTTP</c>.</param>
/// <param name="Id">The id of the request, used like a run's id.</param>
public sealed record Requester(string Name, string Trigger, string Id)
{
    /// <summary>Whether the requester may end a freeze, or replace it with one that ends earlier.</summary>
    public bool MayUnfreeze { get; init; }
}
