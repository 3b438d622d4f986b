using System.Collections.Immutable;
using System.Text.Json;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>The body of <c>POST /&lt;function&gt;</c>: <c>{"Data":{binding: value},"Metadata":{...}}</c>.</summary>
internal sealed class HostInvocation(JsonElement root)
{
    /// <summary>Each member of <c>Metadata</c> as text.</summary>
    public IReadOnlyDictionary<string, object?> Metadata => Member(root, "Metadata") is { ValueKind: JsonValueKind.Object } metadata
        ? metadata.EnumerateObject().ToImmutableDictionary(member => member.Name, member => (object?)member.Value.ToString())
        : ImmutableDictionary<string, object?>.Empty;

    /// <summary>Null when the trigger's value is one that <paramref name="function"/> cannot take.</summary>
    /// <exception cref="JsonException">The value is of the right kind and its members are not.</exception>
    public object? TriggerValue(RegisteredFunction function)
    {
        var value = Member(Member(root, "Data"), function.Binding);
        return function.Trigger switch
        {
            // An invocation by hand may come without the timer's state; the function runs all the same.
            Trigger.Timer => value is { ValueKind: JsonValueKind.Object } timer ? timer.Deserialize(WorkerJson.Default.TimerInfo) : new TimerInfo(),
            Trigger.Queue => value?.ToString(),
            Trigger.Http => null,
        };
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out var member) ? member : null;
}
