namespace HopsworksFunctions.Http;

/// <summary>The cluster in a request's path.</summary>
internal static class ClusterPath
{
    /// <summary>Decodes the slash, the only character that hosts leave encoded because it would change the route.</summary>
    public static string Decode(string id) => id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
