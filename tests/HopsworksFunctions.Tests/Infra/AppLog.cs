using System.Reflection;
using HopsworksFunctions.Core.Reconciliation;
using Microsoft.Extensions.Logging.Testing;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>
/// Log lines as the host hands them on to Application Insights: the message, the name of its event, and a category with the function.
/// </summary>
/// <param name="Category">In <c>customDimensions.Category</c>.</param>
/// <param name="Event">In <c>customDimensions.EventName</c>: the host gets the event's name, or its number, as text.</param>
internal sealed record AppLog(string Category, string Event, string Message)
{
    public static AppLog Line<T>(string method, params object?[] arguments) => Line(typeof(T), method, arguments);

    /// <summary>A line that a run leaves.</summary>
    public static AppLog OfRun(string method, params object?[] arguments) => Line(typeof(RunLog), method, arguments);

    /// <summary>A message as the class logs it.</summary>
    public static AppLog Line(Type type, string method, object?[] arguments)
    {
        var log = new FakeLogger();
        type.GetNestedType("Log", BindingFlags.NonPublic)!.GetMethod(method)!.Invoke(null, [log, .. arguments]);
        return Line(log.LatestRecord);
    }

    public static AppLog Line(FakeLogRecord record) => Line($"{record.Id}", record.Message);

    public static AppLog Line(string name, string message) => new("Function.Reconcile.User", name, message);

    /// <summary>The line of a notice, also of a kind or turn that the app does not write by itself here.</summary>
    public static AppLog Notice(string kind, string turn, string message, string? subject = null) =>
        Line("RunNotice", $"Notice {kind} {turn}{(subject is null ? "" : $" [{subject}]")}: {message}");
}
