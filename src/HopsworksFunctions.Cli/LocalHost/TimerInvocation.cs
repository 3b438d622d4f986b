using System.Text.Json.Nodes;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>One run of a timer function, and the body by which the host asks the app for it.</summary>
/// <param name="Binding">The name of the trigger's binding.</param>
internal sealed record TimerInvocation(string Function, string Binding, TimerStatus? Status, bool IsPastDue, bool ByAdmin = false)
{
    public JsonObject Body(DateTimeOffset now)
    {
        var metadata = new JsonObject
        {
            ["sys"] = new JsonObject
            {
                ["MethodName"] = Function,
                ["UtcNow"] = now.UtcDateTime,
                ["RandGuid"] = Guid.NewGuid().ToString(),
            },
        };
        if (ByAdmin)
            metadata[Binding] = "\"\"";

        return new()
        {
            ["Data"] = new JsonObject
            {
                [Binding] = new JsonObject
                {
                    ["Schedule"] = new JsonObject { ["AdjustForDST"] = true },
                    ["ScheduleStatus"] = StatusJson(),
                    [nameof(IsPastDue)] = IsPastDue,
                },
            },
            ["Metadata"] = metadata,
        };
    }

    private JsonObject? StatusJson() => Status is null ? null : new()
    {
        ["Last"] = Status.Last,
        ["Next"] = Status.Next,
        ["LastUpdated"] = Status.LastUpdated,
    };
}
