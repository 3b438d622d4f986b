using Microsoft.CodeAnalysis;

namespace HopsworksFunctions.Worker.Generators;

/// <summary>What a declaration can get wrong; each message names the method first.</summary>
internal static class Rules
{
    public static readonly DiagnosticDescriptor NoTrigger =
        Error("FUNC001", "No trigger", "{0} has no trigger: mark one parameter with [TimerTrigger], [HttpTrigger] or [QueueTrigger]");

    public static readonly DiagnosticDescriptor TwoTriggers =
        Error("FUNC002", "More than one trigger", "{0} has more than one trigger: declare a function for each");

    public static readonly DiagnosticDescriptor UnknownParameter =
        Error("FUNC003", "Unknown parameter", "{0}: the parameter '{1}' is neither the trigger, nor a FunctionContext, a CancellationToken or a parsable value of the route");

    public static readonly DiagnosticDescriptor DuplicateName =
        Error("FUNC004", "Duplicate function name", "{0}: another function is named '{1}' too; names are compared without regard to case");

    public static readonly DiagnosticDescriptor InvalidSchedule =
        Error("FUNC005", "Invalid schedule", "{0}: the schedule '{1}' is no NCRONTAB expression: {2}");

    public static readonly DiagnosticDescriptor InvalidName =
        Error("FUNC006", "Invalid function name", "{0}: '{1}' is no function name: a letter, then at most 127 letters, digits, '_' and '-'");

    public static readonly DiagnosticDescriptor NotCallable =
        Error("FUNC007", "Function cannot be called", "{0} cannot be called by the host: {1}");

    public static readonly DiagnosticDescriptor UnsupportedReturn =
        Error("FUNC008", "Unsupported return type", "{0} returns {1}: {2}");

    public static readonly DiagnosticDescriptor UnsupportedRoute =
        Error("FUNC009", "Unsupported route", "{0}: the route '{1}' is not supported: {2}");

    public static readonly DiagnosticDescriptor AmbiguousConstructor =
        Error("FUNC010", "Not exactly one public constructor", "{0}: {1} must have exactly one public constructor");

    public static readonly DiagnosticDescriptor WrongTriggerType =
        Error("FUNC011", "Wrong type for the trigger", "{0}: the trigger's parameter '{1}' must be a {2}");

    public static readonly DiagnosticDescriptor UnsupportedRetry =
        Error("FUNC012", "Unsupported retry policy", "{0}: {1}");

    public static readonly DiagnosticDescriptor AmbiguousRoute =
        Error("FUNC013", "Ambiguous route", "{0}: {1} answers the same requests to '{2}'");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, "Functions", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
