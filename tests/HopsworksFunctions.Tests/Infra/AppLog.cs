using System.Reflection;
using HopsworksFunctions.Core.Reconciliation;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Logging.Testing;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>Log lines as the app prints them and the host hands them on to Application Insights.</summary>
internal static class AppLog
{
    public static string Line<T>(string method, params object?[] arguments) => Line(typeof(T), method, arguments);

    /// <summary>A message as the class logs it, in the line that the app prints.</summary>
    public static string Line(Type type, string method, object?[] arguments)
    {
        var log = new FakeLogger();
        type.GetNestedType("Log", BindingFlags.NonPublic)!.GetMethod(method)!.Invoke(null, [log, .. arguments]);
        return Line(type.FullName!, log.LatestRecord);
    }

    public static string Line(string category, FakeLogRecord record) => Line(category, record.Level, record.Message);

    /// <summary>The line of a notice, also of a kind or turn that the app does not write by itself here.</summary>
    public static string Notice(string kind, string turn, string message) =>
        Line(typeof(Reconciler).FullName!, LogLevel.Warning, $"Notice {kind} {turn}: {message}");

    private static string Line(string category, LogLevel level, string text)
    {
        var app = Assembly.LoadFrom(Path.Combine(Bicep.Metadata("FunctionApp"), "HopsworksFunctions.dll"));
        var formatter = (ConsoleFormatter)Activator.CreateInstance(app.GetType("HopsworksFunctions.LogLine", throwOnError: true)!)!;
        using var line = new StringWriter();
        formatter.Write(new LogEntry<string>(level, category, default, text, null, (message, _) => message), null, line);
        return line.ToString().TrimEnd();
    }
}
