namespace HopsworksFunctions.Core.ManualOperations;

/// <summary>Who asks for something, as audit and log will name them.</summary>
/// <param name="Name">A person's or a system's name.</param>
/// <param name="Trigger">The way it came, such as <c>HTTP</c>.</param>
/// <param name="Id">The request's, as a run has one.</param>
public sealed record Requester(string Name, string Trigger, string Id);
