using System.Reflection;
using HopsworksFunctions.Core.Reconciliation;
using Microsoft.Extensions.Logging.Testing;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>
/// Log lines as the host passes them to Application Insights: the message, the name of its event, and a category with the function.
/// </summary>
/// <param name="Category">The value of <c>customDimensions.Category</c>.</param>
/// <param name="Event">The value of <c>customDimensions.EventName</c>: the host gets the event's name, or its number, as text.</param>
internal sealed record AppLog(string Category, string Event, string Message)
{
    public static AppLog Line<T>(string method, params object?[] arguments) => Line(typeof(T), method, arguments);

    /// <summary>Returns a line that a run logs.</summary>
    public static AppLog OfRun(string method, params object?[] arguments) => Line(typeof(RunLog), method, arguments);

    /// <summary>Returns a message as the class logs it.</summary>
    public static AppLog Line(Type type, string method, object?[] arguments)
    {
        var log = new FakeLogger();
        type.GetNestedType("Log", BindingFlags.NonPublic)!.GetMethod(method)!.Invoke(null, [log, .. arguments]);
        return Line(log.LatestRecord);
    }

    public static AppLog Line(FakeLogRecord record) => Line($"{record.Id}", record.Message);

    public static AppLog Line(string name, string message) => new("Function.Reconcile.User", name, message);

    /// <summary>Returns the line of a notice, even of a kind or turn that the app does not log by itself here.</summary>
    public static AppLog Notice(string kind, string turn, string message, string? subject = null) =>
        Line("RunNotice", $"Notice {kind} {turn}{(subject is null ? "" : $" [{subject}]")}: {message}");
}
