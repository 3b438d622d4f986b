namespace HopsworksFunctions.Core.Calendars;

/// <summary>An iCalendar file on this machine.</summary>
internal static class IcsFile
{
    public const long MaxBytes = 2 * 1024 * 1024;

    /// <exception cref="CalendarSourceException">It cannot be read, or is too large.</exception>
    public static async Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            RefuseAbove(new FileInfo(path) is { Exists: true } file ? file.Length : 0);
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CalendarSourceException($"there is no file {path}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CalendarSourceException(e.Message.TrimEnd('.'), e);
        }
    }

    public static void RefuseAbove(long length)
    {
        if (length > MaxBytes)
            throw new CalendarSourceException($"it has {length / 1024} KB, and at most {MaxBytes / 1024} KB are read");
    }
}
