using System.Globalization;
using HopsworksEmulator.Accounts;
using HopsworksEmulator.ControlPlane;

namespace HopsworksEmulator;

/// <summary>
/// Numbered accounts, each with a large fleet and its own key. A cluster's name ends with its account, and its ID begins with the account's
/// number, so a mix-up of accounts is visible.
/// </summary>
public static class ManyAccounts
{
    public const int MaxAccounts = 1000;

    /// <summary>Creates the accounts <c>account0001</c> and so on, as of <paramref name="now"/>.</summary>
    /// <param name="clusters">The number of clusters in each account.</param>
    public static IReadOnlyList<AccountOptions> Create(int accounts, int clusters, DateTimeOffset now)
    {
        var fleet = LargeFleet.Create(clusters, now);
        return [.. Enumerable.Range(1, accounts).Select(number => Account(number, fleet))];
    }

    public static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"account{number:d4}");

    public static string KeyOf(string account) => $"emulator-kEyMaRkEr-of-{account}";

    private static AccountOptions Account(int number, IReadOnlyList<EmulatedCluster> fleet)
    {
        var name = NameOf(number);
        return new(name, [KeyOf(name)], [.. fleet.Select(cluster => In(cluster, name, number))]);
    }

    private static EmulatedCluster In(EmulatedCluster cluster, string account, int number)
    {
        var (id, nodes) = (string.Create(CultureInfo.InvariantCulture, $"{number:d8}{cluster.Id[8..]}"), cluster.ClusterConfiguration);
        return cluster with
        {
            Id = id,
            Name = $"{cluster.Name}-{account}",
            ClusterConfiguration = nodes with { Head = nodes.Head with { NodeId = $"{id}-head" } },
        };
    }
}
