namespace HopsworksFunctions.Core.State.Sqlite;

/// <summary>Files and folders that only this user can read.</summary>
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

    /// <summary>Opens a file, or creates it; it is locked until it is closed, or this process dies.</summary>
    /// <exception cref="IOException">Somebody else has it open so.</exception>
    public static FileStream Open(string path, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = ReadAndWrite;
        return new(path, options);
    }

    /// <summary>Whether a file could not be opened because somebody else has locked it.</summary>
    // EAGAIN of Linux and of macOS, and ERROR_SHARING_VIOLATION.
    public static bool IsLocked(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
