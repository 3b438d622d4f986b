using System.Text.Json;
using HopsworksFunctions.Policies.Clusters;

namespace HopsworksFunctions.Core.Hopsworks.Wire;

/// <summary>
/// A reader of backups. It leaves out their dates, because the unit is uncertain and the app orders its backups by its records.
/// </summary>
internal static class BackupReader
{
    /// <summary>Reads the backups of a payload; null if it has no list of them.</summary>
    public static IReadOnlyList<Backup>? ReadPayload(ref BodyReader body)
    {
        List<Backup>? backups = null;
        while (body.Json.NextMember(out var name))
            if (!name.SequenceEqual("backups"u8)) body.Json.Skip();
            else backups = ReadList(ref body.Json);
        return backups;
    }

    /// <summary>Reads the ID of a new backup; null if there is none.</summary>
    public static string? ReadId(ref BodyReader body)
    {
        string? id = null;
        while (body.Json.NextMember(out var name))
            if (name.SequenceEqual("backupId"u8)) id = body.Json.Text();
            else body.Json.Skip();
        return string.IsNullOrEmpty(id) ? null : id;
    }

    private static List<Backup>? ReadList(ref Utf8JsonReader json)
    {
        if (!json.StartsArray()) return null;
        var backups = new List<Backup>();
        while (json.NextElement())
            if (Read(ref json) is { } backup) backups.Add(backup);
        return backups;
    }

    /// <summary>Reads the current object; null without an ID.</summary>
    private static Backup? Read(ref Utf8JsonReader json)
    {
        if (!json.StartsObject()) return null;
        string? id = null, title = null, cluster = null, state = null, message = null;
        while (json.NextMember(out var name))
            if (name.SequenceEqual("backupId"u8)) id = json.Text();
            else if (name.SequenceEqual("backupName"u8)) title = json.Text();
            else if (name.SequenceEqual("clusterId"u8)) cluster = json.Text();
            else if (name.SequenceEqual("state"u8)) state = json.Text();
            else if (name.SequenceEqual("stateMessage"u8)) message = json.Text();
            else json.Skip();
        return string.IsNullOrEmpty(id) ? null
            : new(id, title ?? "", cluster ?? "", Words.BackupState(state), state ?? "", string.IsNullOrEmpty(message) ? null : message);
    }
}
