namespace HopsworksFunctions.Scale;

/// <summary>The number of accounts and instances, and how well Hopsworks.ai works.</summary>
/// <param name="Accounts">The number of accounts. With one, the app has the settings of a single account.</param>
public sealed record ScaleOptions(int Accounts, int Instances)
{
    /// <summary>The number of clusters in each account.</summary>
    public int Clusters { get; init; } = 20;

    /// <summary>The delay before each answer of Hopsworks.ai.</summary>
    public TimeSpan Latency { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The share of calls to Hopsworks.ai that fail.</summary>
    public double Faults { get; init; } = 0.01;

    public int Seed { get; init; } = 1;

    /// <summary>The time between ticks in the app's settings, in whole minutes. It is also the longest time that a tick may take.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);
}
