namespace HopsworksFunctions.Core.State.Files;

/// <summary>Files that only this user can read, replaced so that a crash at any moment leaves the old content or the new.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateDirectory(string path)
    {
        if (Directory.Exists(path))
            return;
        var parent = Path.GetDirectoryName(path)!;
        CreateDirectory(parent);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, FileMode600 | UnixFileMode.UserExecute);
        DirectorySync.Flush(parent);
    }

    /// <summary>Writes a file by way of a temporary one beside it. Nobody else may do so in the same directory at the same time.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var directory = Path.GetDirectoryName(path)!;
        CreateDirectory(directory);
        // Always the same name: what a crash left behind is overwritten by the next write.
        var temporary = Path.Combine(directory, ".tmp");
        using (var file = Open(temporary, FileMode.Create))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path, overwrite: true);
        DirectorySync.Flush(directory);
    }

    /// <summary>Adds a line, durable when it returns. Nobody else may do so at the same time. An unfinished line that a crash left is ended first.</summary>
    public static void AppendLine(string path, ReadOnlySpan<byte> line)
    {
        var directory = Path.GetDirectoryName(path)!;
        CreateDirectory(directory);
        var isNew = !File.Exists(path);
        using (var file = Open(path, FileMode.OpenOrCreate))
        {
            if (file.Length > 0)
            {
                file.Seek(-1, SeekOrigin.End);
                if (file.ReadByte() != '\n')
                    file.WriteByte((byte)'\n');
            }
            file.Write(line);
            file.Flush(flushToDisk: true);
        }
        if (isNew)
            DirectorySync.Flush(directory);
    }

    public static void Move(string from, string to)
    {
        File.Move(from, to, overwrite: true);
        DirectorySync.Flush(Path.GetDirectoryName(to)!);
    }

    public static void Delete(string path)
    {
        File.Delete(path);
        DirectorySync.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Opens a file that stays locked until it is closed, or this process dies; null when somebody has it open so.</summary>
    public static FileStream? TryLock(string path)
    {
        CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return Open(path, FileMode.OpenOrCreate);
        }
        catch (IOException e) when (IsSharingViolation(e))
        {
            return null;
        }
    }

    private static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileMode600;
        return new(path, options);
    }

    // EAGAIN of Linux and of macOS, and ERROR_SHARING_VIOLATION.
    private static bool IsSharingViolation(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
