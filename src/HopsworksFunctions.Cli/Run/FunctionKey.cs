using HopsworksFunctions.Core.Secrets;

namespace HopsworksFunctions.Cli.Run;

/// <summary>A key of the app, from the environment or a file.</summary>
internal static class FunctionKey
{
    public const string Variable = "HOPSWORKS_FUNCTIONS_KEY";

    private const int MaxLength = 4096;
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    /// <summary>Returns the key in a variable, without invisible characters around it; empty if there is none.</summary>
    /// <exception cref="CliException">There are invisible characters inside the key.</exception>
    public static string Read(string name, Func<string, string?> variable) => Checked(name, variable(name));

    /// <summary>Returns the key in a file.</summary>
    /// <param name="warnings">Receives a line if other users can read or change the file.</param>
    /// <exception cref="CliException">The file cannot be read, or contains no key.</exception>
    public static string ReadFile(string path, TextWriter warnings)
    {
        try
        {
            using var file = new StreamReader(path);
            // A pipe has no length to query.
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
