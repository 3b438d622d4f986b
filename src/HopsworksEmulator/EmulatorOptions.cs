using System.Security.Cryptography.X509Certificates;
using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator;

/// <summary>How an emulator is set up; the defaults suit a test.</summary>
public sealed record EmulatorOptions
{
    /// <summary>On the loopback interface; 0 takes a free one.</summary>
    public int Port { get; init; }
    public IReadOnlyList<string> ApiKeys { get; init; } = ["emulator-kEyMaRkEr"];

    /// <summary>The keys that the clusters' own APIs accept.</summary>
    public IReadOnlyList<string> ClusterApiKeys { get; init; } = ["emulator.cluster-kEyMaRkEr"];
    public IReadOnlyList<EmulatedCluster> Clusters { get; init; } = [];
    public TimeProvider Time { get; init; } = TimeProvider.System;
    public EmulatorTimings Timings { get; init; } = new();

    /// <summary>Dates in milliseconds instead of seconds; which of them the service sends is not certain.</summary>
    public bool DatesInMilliseconds { get; init; }

    /// <summary>Gives each of <see cref="Clusters"/> an address of its own where its own API answers.</summary>
    public bool ClusterApis { get; init; }

    /// <summary>What the clusters' own APIs identify themselves with; null for plain http.</summary>
    public X509Certificate2? ClusterCertificate { get; init; }
}
