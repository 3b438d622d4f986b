namespace HopsworksEmulator.ControlPlane;

/// <summary>A project of a cluster, as the cluster's own API shows it to the key's user.</summary>
public sealed record EmulatedProject(int Id = 119, string Name = "demo")
{
    public IReadOnlyList<Deployment> Deployments { get; init; } = [];
    public IReadOnlyList<Job> Jobs { get; init; } = [];

    /// <summary>False: it is listed, but what is in it answers 403 with 160000.</summary>
    public bool HasRole { get; init; } = true;

    /// <summary>False: model serving answers 400 with 120012.</summary>
    public bool HasServing { get; init; } = true;
}

/// <summary>A deployment; its status in the API's words, such as <c>Running</c>.</summary>
public sealed record Deployment(string Name, string Status);

/// <summary>A job with the state of its latest execution (upper case; null: never executed) and its schedule, if any.</summary>
public sealed record Job(string Name, string? LatestState = null, JobSchedule? Schedule = null);

/// <summary>When a job runs next, as text, so that it can also be none.</summary>
public sealed record JobSchedule(string? NextExecutionDateTime, bool Enabled = true);
