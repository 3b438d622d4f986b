using HopsworksFunctions.Core.Http;

namespace HopsworksFunctions.Core.Calendars;

/// <summary>An iCalendar file on this machine.</summary>
internal static class IcsFile
{
    public const int MaxBytes = 2 * 1024 * 1024;

    /// <exception cref="CalendarSourceException">It cannot be read, or is too large.</exception>
    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = File.OpenRead(path);
            var bytes = await BoundedRead.AllAsync(file, MaxBytes + 1, cancellationToken);
            RefuseAbove(bytes.Length);
            return bytes;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CalendarSourceException($"the file {path} does not exist", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CalendarSourceException(e.Message.TrimEnd('.'), e);
        }
    }

    public static void RefuseAbove(long length)
    {
        if (length > MaxBytes)
            throw new CalendarSourceException($"the file is larger than {MaxBytes / 1024} KB");
    }
}
