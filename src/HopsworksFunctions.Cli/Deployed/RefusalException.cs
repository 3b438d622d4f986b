namespace HopsworksFunctions.Cli.Deployed;

/// <summary>The app refuses a request, or cannot do what is asked, and says why.</summary>
/// <param name="type">The problem's, which stays the same.</param>
internal sealed class RefusalException(string type, string message, int exitCode) : CliException(message, null, exitCode)
{
    public const string AlreadyThere = Prefix + "already-there";
    public const string BadQuery = Prefix + "bad-query";
    public const string HopsworksUnavailable = Prefix + "hopsworks-unavailable";

    private const string Prefix = "urn:hopsworks-functions:problem:";

    public string Type { get; } = type;
}
