using System.Globalization;
using System.Text.Json.Nodes;
using HopsworksFunctions.Cli.LocalHost.Protocol;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>One run of a timer function, as the host requests it from the worker.</summary>
/// <param name="Binding">The name of the function's parameter.</param>
internal sealed record TimerInvocation(string Binding, TimerStatus? Status, bool IsPastDue, bool ByAdmin = false)
{
    public InvocationRequest Request(string id, DateTimeOffset now)
    {
        var timer = new JsonObject
        {
            ["Schedule"] = new JsonObject { ["AdjustForDST"] = true },
            ["ScheduleStatus"] = StatusJson(),
            [nameof(IsPastDue)] = IsPastDue,
        };
        var request = new InvocationRequest
        {
            InvocationId = id,
            InputData = { new ParameterBinding { Name = Binding, Data = new() { Json = timer.ToJsonString() } } },
            TraceContext = new(),
        };
        request.TriggerMetadata["TimerTrigger"] = new() { String = now.ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture) };
        if (ByAdmin)
            request.TriggerMetadata[Binding] = new() { String = "" };
        return request;
    }

    private JsonObject? StatusJson() => Status is null ? null : new()
    {
        ["Last"] = Status.Last,
        ["Next"] = Status.Next,
        ["LastUpdated"] = Status.LastUpdated,
    };
}
