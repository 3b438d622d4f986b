namespace HopsworksFunctions.Scale;

/// <summary>How many accounts and instances there are, and how well Hopsworks.ai is.</summary>
/// <param name="Accounts">With one, the app has the settings of a single account.</param>
public sealed record ScaleOptions(int Accounts, int Instances)
{
    /// <summary>Of each account.</summary>
    public int Clusters { get; init; } = 20;

    /// <summary>Before each answer of Hopsworks.ai.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The share of calls to Hopsworks.ai that fail.</summary>
    public double Faults { get; init; } = 0.01;

    public int Seed { get; init; } = 1;

    /// <summary>From one tick to the next by the app's settings, in whole minutes; a tick may take as long.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);
}
