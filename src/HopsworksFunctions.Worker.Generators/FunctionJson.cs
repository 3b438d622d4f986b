using Microsoft.CodeAnalysis;

namespace HopsworksFunctions.Worker.Generators;

/// <summary>The <c>function.json</c> of a function, as the host reads it.</summary>
internal static class FunctionJson
{
    public static string Write(TriggerDeclaration trigger, AttributeData? retry) =>
        Json.Object(("bindings", Json.Array(Bindings(trigger))), ("retry", retry is null ? null : Retry.ToJson(retry)));

    private static IEnumerable<string> Bindings(TriggerDeclaration trigger)
    {
        yield return trigger.Kind switch
        {
            "Timer" => Trigger("timerTrigger", trigger,
                ("schedule", Json.Text(trigger.Subject)),
                ("runOnStartup", trigger.RunOnStartup ? "true" : null),
                ("useMonitor", trigger.UseMonitor ? null : "false")),
            "Http" => Trigger("httpTrigger", trigger,
                ("authLevel", Json.Text(trigger.AuthLevel)),
                ("methods", trigger.Methods.Length == 0 ? null : Json.Array(trigger.Methods.Select(Json.Text))),
                ("route", trigger.Route is { } route ? Json.Text(route) : null)),
            _ => Trigger("queueTrigger", trigger,
                ("queueName", Json.Text(trigger.Subject)),
                ("connection", trigger.Connection is { } connection ? Json.Text(connection) : null)),
        };
        if (trigger.Kind == "Http")
            yield return Json.Object(("type", Json.Text("http")), ("direction", Json.Text("out")), ("name", Json.Text("res")));
    }

    private static string Trigger(string type, TriggerDeclaration trigger, params (string, string?)[] members) =>
        Json.Object([("type", Json.Text(type)), ("direction", Json.Text("in")), ("name", Json.Text(trigger.Parameter.Name)), .. members]);
}
