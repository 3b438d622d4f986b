using HopsworksFunctions.Cli.Deployed;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Core.Reports.Savings;

namespace HopsworksFunctions.Cli.Commands;

internal static class PriceFile
{
    /// <summary>Returns the price table of <c>run</c> if it serves the requested app with emulated clusters; otherwise null.</summary>
    public static string? OfRun(RunSettings settings, AppChoice app) =>
        settings.IsEmulated && !app.IsNamed && settings.Values["Savings__PricesSource"] is var path && File.Exists(path) ? path : null;

    /// <summary>Reads the price table; null if no file is named and there is none beside the policies.</summary>
    /// <exception cref="CliException">The price table cannot be read or is invalid.</exception>
    public static async Task<PriceTable?> ReadAsync(
        string? named, string folder, TextWriter errors, CancellationToken cancellationToken)
    {
        var path = named ?? Path.Combine(folder, "prices.json");
        if (named is null && !File.Exists(path))
            return null;
        var (table, problems) = PriceTable.Parse((await InputFile.ReadAsync(path, cancellationToken)).Bytes);
        ProblemLines.Write(errors, path, problems);
        return table ?? throw new CliException($"{path} is no valid price table.");
    }
}
