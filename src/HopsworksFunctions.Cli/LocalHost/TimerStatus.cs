using System.Text.Json;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>A timer's last and next run, as the app sees them and the host stores them.</summary>
internal sealed record TimerStatus(DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset LastUpdated)
{
    public static TimerStatus First(DateTimeOffset next) => new(default, next, default);

    /// <summary>Loads a status; null if there is none, or if the file is not one.</summary>
    public static TimerStatus? Load(string? file)
    {
        try
        {
            return File.Exists(file) ? JsonSerializer.Deserialize<TimerStatus>(File.ReadAllText(file)) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public void Save(string? file)
    {
        if (file is null)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, JsonSerializer.Serialize(this));
    }
}
