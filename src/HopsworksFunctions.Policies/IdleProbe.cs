namespace HopsworksFunctions.Policies;

/// <summary>The kinds of activity check.</summary>
public enum IdleProbe
{
    /// <summary>The cluster's YARN metrics.</summary>
    Yarn,
    /// <summary>YARN, plus the deployments and jobs of the projects visible to the API key.</summary>
    Extended,
    /// <summary>The control plane's hint: autoscaled workers at their minimum.</summary>
    AutoscaledWorkers,
}
