using System.Text.Json;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Policies.Schedules;
using NodaTime;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads a schedule that is a union of others: <c>{ "union": ["stockholm", "pune"] }</c>.</summary>
internal static class UnionSection
{
    private const int MaxMembers = 50;

    private static readonly string[] OfOthers = ["up", "except", "plus"];

    public static bool IsUnion(JsonNode schedule) => schedule.Kind == JsonValueKind.Object && schedule["union"] is not null;

    /// <param name="plain">The schedules with windows of their own, by name.</param>
    /// <param name="all">All schedules of the file, unions included.</param>
    public static Schedule Read(
        string name, ObjectReader reader, DateTimeZone defaultZone, Dictionary<string, Schedule> plain, IReadOnlyList<JsonMember> all)
    {
        var zone = ScheduleSection.Zone(reader, "timeZone") ?? defaultZone;
        var members = new List<Schedule>();
        var names = reader.Of("union", JsonValueKind.Array, "a list of schedule names");
        if (names is { Items.Count: 0 })
            reader.AddError(names, "a union needs at least one schedule name");
        foreach (var item in reader.AtMost(MaxMembers, names?.Items, "schedules"))
        {
            if (Member(item, reader, plain, all) is not { } member)
                continue;
            if (members.Contains(member))
                reader.AddError(item, $"duplicate schedule '{item.Text}' in this union. Keep one");
            else
                members.Add(member);
        }
        foreach (var other in OfOthers)
        {
            if (reader.Any(other) is { } node)
                reader.AddError(node, "a union has no other field than 'timeZone'");
        }
        reader.RejectUnknownMembers();
        return new(name, zone, members, FingerprintOf(members));
    }

    private static Schedule? Member(
        JsonNode item, ObjectReader reader, Dictionary<string, Schedule> plain, IReadOnlyList<JsonMember> all)
    {
        if (item.Kind != JsonValueKind.String)
            reader.AddError(item, $"expected a schedule name as a string, got {item.Kindly}");
        else if (plain.TryGetValue(item.Text, out var member))
            return member;
        else if (all.Any(s => s.Name == item.Text))
            reader.AddError(item, $"unions cannot contain unions: '{item.Text}'");
        else
            reader.AddError(item, $"unknown schedule '{item.Text}'{Suggestion.For(item.Text, plain.Keys)}");
        return null;
    }

    /// <summary>Returns a fingerprint of the windows only. A union of schedules with the same windows has their fingerprint.</summary>
    private static string FingerprintOf(List<Schedule> members)
    {
        var distinct = members.Select(m => m.Fingerprint).Distinct().Order(StringComparer.Ordinal).ToList();
        return distinct is [var one] ? one : Fingerprint.Of(distinct.Prepend("union"));
    }
}
