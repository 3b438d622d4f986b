using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksEmulator.Accounts;

/// <summary>An account of the emulated service, with its own keys, clusters, faults and log. Its keys open only its clusters.</summary>
public sealed class EmulatedAccount
{
    internal EmulatedAccount(AccountOptions options, EmulatedControlPlane controlPlane, IReadOnlyList<Fault> faults)
    {
        (Name, ControlPlane, ApiKeys, Faults) = (options.Name, controlPlane, new(options.ApiKeys), new(options.Name));
        foreach (var cluster in options.Clusters)
            ControlPlane.Add(cluster);
        foreach (var fault in faults)
            Faults.Add(fault);
    }

    public string Name { get; }
    public EmulatedControlPlane ControlPlane { get; }
    public FaultPlan Faults { get; }
    public CallLog Calls { get; } = new();
    public ApiKeys ApiKeys { get; }
}

/// <summary>An account at the start. No two accounts share a key or a cluster ID.</summary>
public sealed record AccountOptions(string Name, IReadOnlyList<string> ApiKeys, IReadOnlyList<EmulatedCluster> Clusters);
