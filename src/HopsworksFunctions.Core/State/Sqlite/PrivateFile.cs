namespace HopsworksFunctions.Core.State.Sqlite;

/// <summary>Files and folders that only the current user can access.</summary>
internal static class PrivateFile
{
    private const UnixFileMode ReadAndWrite = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void CreateFolder(string path)
    {
        if (Directory.Exists(path))
            return;
        CreateFolder(Path.GetDirectoryName(path)!);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, ReadAndWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Opens or creates a file and locks it until it is closed or the process dies.</summary>
    /// <exception cref="IOException">Another process has locked it.</exception>
    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = ReadAndWrite;
        return new(path, options);
    }

    /// <summary>Returns whether a file could not be opened because another process has locked it.</summary>
    // The codes are EAGAIN on Linux, EAGAIN on macOS, and ERROR_SHARING_VIOLATION.
    public static bool IsLocked(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
