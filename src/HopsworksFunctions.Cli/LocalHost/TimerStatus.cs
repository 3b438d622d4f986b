using System.Text.Json;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The last and next run of a timer, in the format that the app sees and the host stores.</summary>
internal sealed record TimerStatus(DateTimeOffset Last, DateTimeOffset Next, DateTimeOffset LastUpdated)
{
    public static TimerStatus First(DateTimeOffset next) => new(default, next, default);

    /// <summary>Loads a status; null if there is none, or if the file is invalid.</summary>
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
