namespace HopsworksFunctions.Cli.Deployed;

/// <summary>The app's refusal of a request, or its failure to carry one out, with the reason.</summary>
/// <param name="type">The URN of the problem type, which is stable.</param>
internal sealed class RefusalException(string type, string message, int exitCode) : CliException(message, null, exitCode)
{
    public const string AlreadyThere = Prefix + "already-there";
    public const string BadQuery = Prefix + "bad-query";
    public const string HopsworksUnavailable = Prefix + "hopsworks-unavailable";

    private const string Prefix = "urn:hopsworks-functions:problem:";

    public string Type { get; } = type;
}
