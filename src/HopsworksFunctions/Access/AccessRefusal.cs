using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Http;

namespace HopsworksFunctions.Access;

/// <summary>The refusal of a request, for its caller and for the log.</summary>
internal static partial class AccessRefusal
{
    private const string AnyKey = "a function key";

    /// <param name="caller">The name of the signed-in person; null if people do not sign in.</param>
    public static ProblemException OfFunction(ILogger logger, string function, string? caller, string why)
    {
        Log.Refused(logger, function, caller ?? AnyKey, why);
        return Problem(why, null);
    }

    /// <inheritdoc cref="OfFunction" path="/param"/>
    public static ProblemException OfCluster(ILogger logger, string cluster, string? caller, string why)
    {
        Log.ClusterRefused(logger, cluster, caller ?? AnyKey, why);
        return Problem(why, "id");
    }

    private static ProblemException Problem(string why, string? field) =>
        new(Problems.Of(new(OperationErrorKind.Forbidden, why, field)));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Access: {Function} refused to {Caller}: {Why}")]
        public static partial void Refused(ILogger logger, string function, string caller, string why);

        [LoggerMessage(LogLevel.Warning, "Access: cluster {Cluster} refused to {Caller}: {Why}")]
        public static partial void ClusterRefused(ILogger logger, string cluster, string caller, string why);
    }
}
