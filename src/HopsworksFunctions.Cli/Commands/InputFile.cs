using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Cli.Commands;

internal static class InputFile
{
    /// <summary>Reads a file and returns its content and folder; <c>-</c> means standard input and the current folder.</summary>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static async Task<(byte[] Bytes, string Folder)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            if (path != "-")
                return (await File.ReadAllBytesAsync(path, cancellationToken), Path.GetDirectoryName(Path.GetFullPath(path))!);
            using var input = new MemoryStream();
            await using var standard = Console.OpenStandardInput();
            await standard.CopyToAsync(input, cancellationToken);
            return (input.ToArray(), Environment.CurrentDirectory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CliException($"Cannot read {path}: {e.Message}");
        }
    }

    /// <summary>Reads policies with their calendars. Paths of calendar files are relative to the policies' folder.</summary>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static async Task<PolicyParse> PoliciesAsync(string path, Instant now, CancellationToken cancellationToken)
    {
        var (text, folder) = await ReadAsync(path, cancellationToken);
        return await CalendarPolicies.ParseAsync(text, SourceReader.OfDeveloper(folder), CalendarRange.Around(now), cancellationToken);
    }
}
