using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The host's function keys. <c>ToString</c> never shows them.</summary>
/// <param name="Function">The key for functions of level <c>function</c>.</param>
/// <param name="Master">The key for every function and <c>/admin</c>.</param>
internal sealed record HostKeys(string Function, string Master)
{
    /// <summary>Loads the keys from a file. If it is missing, creates it with random keys, readable only by its owner.</summary>
    public static HostKeys LoadOrCreate(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                create.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var stream = new FileStream(file, create);
            var keys = Random();
            JsonSerializer.Serialize(stream, keys);
            return keys;
        }
        catch (IOException) when (File.Exists(file))
        {
            return Load(file)!;
        }
    }

    /// <summary>Loads the keys from a file; null if it is missing.</summary>
    /// <exception cref="CliException">The file is malformed, or lacks a key.</exception>
    public static HostKeys? Load(string file)
    {
        if (!File.Exists(file))
            return null;
        var keys = JsonFile.Read<HostKeys>(file);
        return keys is { Function.Length: > 0, Master.Length: > 0 }
            ? keys
            : throw new CliException($"{file} lacks a key. Delete it, and new keys are made.");
    }

    public static HostKeys Random() => new(RandomKey(), RandomKey());

    /// <summary>Returns whether a key opens functions of an authorization level.</summary>
    public bool Open(AuthLevel level, string? key) => level switch
    {
        AuthLevel.Anonymous => true,
        AuthLevel.Function => Same(key, Function) || Same(key, Master),
        AuthLevel.User or AuthLevel.System or AuthLevel.Admin => Same(key, Master),
    };

    public override string ToString() => "keys of the local host";

    private static string RandomKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    private static bool Same(string? shown, string key) =>
        shown is not null && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(shown), Encoding.UTF8.GetBytes(key));
}
