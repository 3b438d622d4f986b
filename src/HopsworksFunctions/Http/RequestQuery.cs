namespace HopsworksFunctions.Functions;

/// <summary>Reads query parameters that several functions have.</summary>
internal static class RequestQuery
{
    public static IResult BadDryRun => Problems.BadQuery("dryRun", "true or false");

    /// <summary>False when it is not given; null when it is neither true nor false.</summary>
    public static bool? DryRun(IQueryCollection query) => query["dryRun"] switch
    {
        [] or [""] => false,
        [{ } text] when bool.TryParse(text, out var dryRun) => dryRun,
        _ => null,
    };
}
