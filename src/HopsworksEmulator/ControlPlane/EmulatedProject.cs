namespace HopsworksEmulator.ControlPlane;

/// <summary>A project, as the cluster's own API shows it to the key's user.</summary>
public sealed record EmulatedProject(int Id = 119, string Name = "demo")
{
    public IReadOnlyList<Deployment> Deployments { get; init; } = [];
    public IReadOnlyList<Job> Jobs { get; init; } = [];

    /// <summary>If false, the project is listed, but its content answers 403 with 160000.</summary>
    public bool HasRole { get; init; } = true;

    /// <summary>If false, model serving answers 400 with 120012.</summary>
    public bool HasServing { get; init; } = true;
}

/// <summary>A deployment, with the API's status, such as <c>Running</c>.</summary>
public sealed record Deployment(string Name, string Status);

/// <summary>A job, with the state of its latest execution in upper case, or null if it was never executed.</summary>
public sealed record Job(string Name, string? LatestState = null, JobSchedule? Schedule = null);

/// <summary>A job's next execution, as text that need not be a time.</summary>
public sealed record JobSchedule(string? NextExecutionDateTime, bool Enabled = true);
