using System.CommandLine;
using HopsworksFunctions.Cli.Completion;

namespace HopsworksFunctions.Cli.Commands;

/// <summary>The cluster of a request, and its options.</summary>
internal sealed class ClusterRequestOptions : RequestOptions
{
    public Argument<string> Cluster { get; } = NewCluster();

    /// <summary>Creates the argument that names one cluster.</summary>
    public static Argument<string> NewCluster()
    {
        var cluster = new Argument<string>("CLUSTER") { Description = "Cluster ID, or a unique cluster name.", HelpName = "CLUSTER" };
        cluster.CompletionSources.Add(KnownNames.Clusters);
        return cluster;
    }

    /// <summary>Returns the path of the cluster's function, with the query for a plan if one is requested.</summary>
    public string Path(ParseResult arguments, string function) =>
        $"clusters/{Uri.EscapeDataString(arguments.GetRequiredValue(Cluster))}/{function}"
        + DeployedCommand.Query(("dryRun", DryRun(arguments)));
}
