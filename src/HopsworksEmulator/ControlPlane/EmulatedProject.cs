namespace HopsworksEmulator.ControlPlane;

/// <summary>A project in the cluster's own API, for the user of the key.</summary>
public sealed record EmulatedProject(int Id = 119, string Name = "demo")
{
    public IReadOnlyList<Deployment> Deployments { get; init; } = [];
    public IReadOnlyList<Job> Jobs { get; init; } = [];

    /// <summary>Whether the user has a role. If not, the project is listed, but its content answers 403 with 160000.</summary>
    public bool HasRole { get; init; } = true;

    /// <summary>Whether the project has model serving. If not, it answers 400 with 120012.</summary>
    public bool HasServing { get; init; } = true;
}

/// <summary>A deployment, with the API's status, such as <c>Running</c>.</summary>
public sealed record Deployment(string Name, string Status);

/// <summary>A job, with the state of its latest execution in upper case; null if it was never executed.</summary>
public sealed record Job(string Name, string? LatestState = null, JobSchedule? Schedule = null);

/// <summary>The next execution of a job, as text that may not be a time.</summary>
public sealed record JobSchedule(string? NextExecutionDateTime, bool Enabled = true);
