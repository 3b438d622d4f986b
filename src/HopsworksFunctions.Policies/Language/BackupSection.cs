using HopsworksFunctions.Policies.Json;
using NodaTime;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads a rule's <c>backup</c>.</summary>
internal static class BackupSection
{
    private const int Kept = 7;
    private const string Either =
        "'backup' needs either 'before' or 'at', such as \"backup\": { \"before\": \"stop\" } or \"backup\": { \"at\": \"02:00\" }";

    private static readonly Dictionary<string, bool> Events = new() { ["stop"] = true };

    public static BackupPolicy? Read(ObjectReader rule, List<Problem> problems)
    {
        if (rule.Object("backup") is not { } node)
            return null;
        var reader = new ObjectReader(node, problems);
        reader.Choice("before", Events);
        var at = At(reader);
        if (node["before"] is null == node["at"] is null)
            reader.AddError(node, Either);
        var atMost = Durations.Positive(reader, "atMost") ?? BackupPolicy.LongestWait;
        if (atMost > Duration.FromDays(1))
            reader.AddError(node["atMost"]!, "'atMost' is too long: the maximum is 1 day");
        if (node["atMost"] is { } bound && node["at"] is not null)
            reader.AddError(bound, "'atMost' is for 'before'. Remove it");
        var backup = new BackupPolicy(at, reader.Integer("keep", 1, BackupPolicy.MaxKept) ?? Kept, atMost);
        reader.RejectUnknownMembers();
        return backup;
    }

    private static LocalTime? At(ObjectReader reader) => reader.Any("at") is not { } node ? null
        : reader.Read<LocalTime?>(node, "a time of day such as \"02:00\"", text =>
            ManualHoldText.Time(text) is { } time ? (time, null) : (null, $"'{text}' is not a time of day. Write it as \"02:00\""));
}
