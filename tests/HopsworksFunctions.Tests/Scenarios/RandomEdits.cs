using System.Text.Json.Nodes;
using HopsworksFunctions.Tests.Scenarios.Oracle;
using NodaTime;
using NodaTime.Text;

namespace HopsworksFunctions.Tests.Scenarios;

/// <summary>Policy edits near a window's start or end. Most leave the window as it is; some move it.</summary>
internal static class RandomEdits
{
    /// <summary>An event's <c>do</c> that stands for such an edit.</summary>
    public const string Edit = "edit";

    // At none of the new times does another window start or end.
    private static readonly (string From, string To)[] Moves =
    [
        ("07:00", "07:10"), ("19:00", "18:50"), ("22:00", "21:50"), ("06:00", "06:10"), ("13:00", "13:20"), ("12:20", "12:40"),
        ("03:10", "03:20"),
    ];

    /// <summary>Returns all events, with real edits in place of those that stand for one.</summary>
    /// <param name="span">The period for the edits.</param>
    public static IEnumerable<JsonObject> Resolve(IEnumerable<JsonObject> events, JsonObject policies, Interval span)
    {
        var current = policies;
        foreach (var happening in events.OrderBy(At))
        {
            var copy = (JsonObject)happening.DeepClone();
            if ((string)copy["do"]! == Edit)
            {
                var more = (int)copy["more"]!;
                current = Edited(current, more);
                var at = Near(At(happening), current, more, span);
                copy = new JsonObject { ["at"] = at.ToString(), ["do"] = "policies", ["policies"] = current.DeepClone() };
            }
            else if (copy["policies"] is JsonObject { } next && next["schedules"] is not null)
            {
                current = next;
            }
            yield return copy;
        }
    }

    /// <summary>Returns a time at most nine minutes from the next start or end of a window in one of the schedules.</summary>
    private static Instant Near(Instant at, JsonObject policies, int more, Interval span)
    {
        // Every schedule has a start or stop time within a month.
        var windows = UpWindows.Of(
            policies["schedules"]!.AsObject(), $"s{more % 3}", (string)policies["timeZone"]!, new(at, at + Duration.FromDays(32)));
        var near = (windows.NextEdge(at) ?? at) + Duration.FromMinutes(more % 19 - 9);
        return near > span.Start && near < span.End - Duration.FromHours(2) ? near : at;
    }

    private static JsonObject Edited(JsonObject policies, int more)
    {
        var edited = (JsonObject)policies.DeepClone();
        var (schedules, rules) = (edited["schedules"]!.AsObject(), edited["rules"]!.AsArray());
        // A union has no windows of its own.
        var plain = schedules.Select(named => named.Value!.AsObject()).Where(schedule => schedule["up"] is not null).ToList();
        switch (more % 7)
        {
            case 0:
                foreach (var rule in rules.Where(rule => (string)rule!["name"]! != "guard"))
                    rule!["name"] = $"{(string)rule["name"]!}x";
                break;
            // An unused schedule has no effect.
            case 1:
                schedules[$"spare{more}"] = new JsonObject { ["up"] = new JsonArray("daily 10:00-11:00") };
                break;
            case 2:
                foreach (var schedule in plain)
                    schedule["except"] = new JsonArray([.. UnionsAndSpans.ExceptedOf(schedule), $"{2031 + more % 7}-05-01"]);
                break;
            case 3:
                Change("startAhead", LeadsAndDrains.Ahead(more % 6));
                break;
            case 4:
                Change("drain", LeadsAndDrains.Drain(more % 5));
                break;
            default:
                var (from, to) = Moves[more % Moves.Length];
                foreach (var schedule in plain)
                {
                    var moved = schedule["up"]!.AsArray().Select(text => ((string)text!).Replace(from, to, StringComparison.Ordinal));
                    schedule["up"] = new JsonArray([.. moved.Select(text => JsonValue.Create(text))]);
                }
                break;
        }
        return edited;

        void Change(string member, JsonNode? value)
        {
            foreach (var rule in rules.Select(rule => rule!.AsObject()).Where(rule => rule["schedule"] is not null))
            {
                rule.Remove(member);
                if (value is not null)
                    rule[member] = value.DeepClone();
            }
        }
    }

    private static Instant At(JsonObject happening) => InstantPattern.ExtendedIso.Parse((string)happening["at"]!).Value;
}
