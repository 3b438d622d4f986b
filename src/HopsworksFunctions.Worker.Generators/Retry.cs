using System.Globalization;
using Microsoft.CodeAnalysis;

namespace HopsworksFunctions.Worker.Generators;

/// <summary>The <c>retry</c> section of a <c>function.json</c>, read from the method's attribute.</summary>
internal static class Retry
{
    public static AttributeData? Of(IMethodSymbol method) => method.GetAttributes().FirstOrDefault(attribute =>
        attribute.AttributeClass.Is(WorkerTypes.FixedDelayRetry) || attribute.AttributeClass.Is(WorkerTypes.ExponentialBackoffRetry));

    /// <summary>Why the host could not follow it; null when it can.</summary>
    public static string? Fault(AttributeData retry, TriggerDeclaration trigger) =>
        trigger.Kind != "Timer" ? "the host retries timers only; a queue has its own retries"
        : retry.ConstructorArguments[0].Value is < -1 ? "a retry count is -1 (without end) or more"
        : Intervals(retry).FirstOrDefault(interval => !TimeSpan.TryParse(interval, CultureInfo.InvariantCulture, out _)) is { } interval
            ? $"the retry interval '{interval}' is not written as hh:mm:ss"
        : null;

    public static string ToJson(AttributeData retry) => retry.AttributeClass.Is(WorkerTypes.FixedDelayRetry)
        ? Json.Object(("strategy", Json.Text("fixedDelay")), Count(retry), ("delayInterval", Interval(retry, 0)))
        : Json.Object(("strategy", Json.Text("exponentialBackoff")), Count(retry), ("minimumInterval", Interval(retry, 0)), ("maximumInterval", Interval(retry, 1)));

    private static IEnumerable<string> Intervals(AttributeData retry) => retry.ConstructorArguments.Skip(1).Select(interval => interval.Value as string ?? "");

    private static (string, string) Count(AttributeData retry) => ("maxRetryCount", Convert.ToString(retry.ConstructorArguments[0].Value, CultureInfo.InvariantCulture));

    private static string Interval(AttributeData retry, int index) => Json.Text(Intervals(retry).ElementAt(index));
}
