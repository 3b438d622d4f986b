using System.Text.Json;
using HopsworksFunctions.Cli.LocalHost;

namespace HopsworksFunctions.Cli.Run;

/// <summary>The content of the Functions tools' <c>local.settings.json</c>.</summary>
internal sealed record LocalSettings(IReadOnlyDictionary<string, string> Values, int? HttpPort)
{
    /// <summary>Reads the file; without one, there are no settings.</summary>
    /// <exception cref="CliException">The file is malformed or encrypted.</exception>
    public static LocalSettings Read(string path)
    {
        if (!File.Exists(path))
            return new(new Dictionary<string, string>(), null);

        var file = JsonFile.Read<SettingsFile>(path);
        return file.IsEncrypted
            ? throw new CliException($"{path} is encrypted. Run 'func settings decrypt'.")
            : new(
                (file.Values ?? []).ToDictionary(value => value.Key, value => Text(path, value.Key, value.Value)),
                file.Host?.LocalHttpPort);
    }

    private static string Text(string path, string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object or JsonValueKind.Array =>
            throw new CliException($"{path}: Values.{name} must be a string. Write nested settings as Section__Name."),
        JsonValueKind.Null => "",
        _ => value.ToString(),
    };

    private sealed record SettingsFile(bool IsEncrypted, Dictionary<string, JsonElement>? Values, HostSection? Host);

    private sealed record HostSection(int? LocalHttpPort);
}
