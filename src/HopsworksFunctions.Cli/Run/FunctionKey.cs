using HopsworksFunctions.Core.Secrets;

namespace HopsworksFunctions.Cli.Run;

/// <summary>A key of the app as the environment or a file gives it.</summary>
internal static class FunctionKey
{
    public const string Variable = "HOPSWORKS_FUNCTIONS_KEY";

    private const int MaxLength = 4096;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>The key in a variable, without what is not seen around it; empty if there is none.</summary>
    /// <exception cref="CliException">There is something of that inside it.</exception>
    public static string Read(string name, Func<string, string?> variable) => Checked(name, variable(name));

    /// <summary>The key in a file.</summary>
    /// <param name="warnings">Gets a line if others can read the file, or change it.</param>
    /// <exception cref="CliException">The file cannot be read, or holds no key.</exception>
    public static string ReadFile(string path, TextWriter warnings)
    {
        try
        {
            using var file = new StreamReader(path);
            // A pipe has no length to ask for.
            var buffer = new char[MaxLength + 1];
            var length = file.ReadBlock(buffer);
            if (length > MaxLength)
                throw CliException.Usage($"{path} is no key file: it has more than {MaxLength} characters.");
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
                warnings.WriteLine($"Warning: other users can read or change {path}. Keep it to yourself: chmod 600 {path}");
            return Checked(path, new(buffer, 0, length)) is { Length: > 0 } key
                ? key
                : throw CliException.Usage($"{path} is empty. Store the function key in it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CliException.Usage($"Cannot read the key file {path}: {e.Message}", e);
        }
    }

    private static string Checked(string source, string? text)
    {
        var key = SecretText.Clean(text);
        return SecretText.HasUnseen(key)
            ? throw CliException.Usage($"{source} is no function key: it has blanks, line ends or a byte-order mark in it.") : key;
    }
}
