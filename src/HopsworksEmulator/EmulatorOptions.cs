using System.Security.Cryptography.X509Certificates;
using HopsworksEmulator.Accounts;
using HopsworksEmulator.ControlPlane;
using HopsworksEmulator.Faults;

namespace HopsworksEmulator;

/// <summary>The options of an emulator. The defaults suit a test.</summary>
public sealed record EmulatorOptions
{
    /// <summary>The port on the loopback interface; 0 takes a free one.</summary>
    public int Port { get; init; }
    public IReadOnlyList<string> ApiKeys { get; init; } = ["emulator-kEyMaRkEr"];

    /// <summary>The keys that the clusters' own APIs accept.</summary>
    public IReadOnlyList<string> ClusterApiKeys { get; init; } = ["emulator.cluster-kEyMaRkEr"];
    public IReadOnlyList<EmulatedCluster> Clusters { get; init; } = [];

    /// <summary>The accounts; none for a single account with <see cref="ApiKeys"/> and <see cref="Clusters"/>.</summary>
    public IReadOnlyList<AccountOptions> Accounts
    {
        get => field is [] ? [new("", ApiKeys, Clusters)] : field;
        init;
    } = [];

    /// <summary>The faults of each account at the start. Each account counts its own calls.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];
    public TimeProvider Time { get; init; } = TimeProvider.System;
    /// <summary>
    /// The clock of the Date header; null for <see cref="Time"/>. An app does not act if this differs too much from its own clock.
    /// </summary>
    public TimeProvider? Dates { get; init; }
    public EmulatorTimings Timings { get; init; } = new();

    /// <summary>Upgrades in addition to the catalog's, or upgrades that fail.</summary>
    public IReadOnlyList<EmulatedUpgrade> Upgrades { get; init; } = [];

    /// <summary>Whether dates are in milliseconds instead of seconds. It is uncertain which of them the service sends.</summary>
    public bool DatesInMilliseconds { get; init; }

    /// <summary>Whether each cluster at the start has the address of a cluster API of its own.</summary>
    public bool ClusterApis { get; init; }

    /// <summary>The certificate of the clusters' own APIs; null for plain http.</summary>
    public X509Certificate2? ClusterCertificate { get; init; }
}
