using Microsoft.CodeAnalysis;

namespace HopsworksFunctions.Worker.Generators;

/// <summary>The attribute that says what starts a function, and the parameter that it is on.</summary>
internal sealed class TriggerDeclaration(IParameterSymbol parameter, AttributeData attribute)
{
    private static readonly string[] Levels = ["anonymous", "user", "function", "system", "admin"];

    public IParameterSymbol Parameter => parameter;

    public string Kind { get; } = KindOf(attribute)!;

    public string ValueType => Kind switch
    {
        "Timer" => WorkerTypes.TimerInfo,
        "Http" => WorkerTypes.HttpRequest,
        _ => "string",
    };

    public bool HasValueType => parameter.RefKind == RefKind.None
        && (Kind == "Queue" ? parameter.Type.SpecialType == SpecialType.System_String : parameter.Type.Is(ValueType));

    /// <summary>A timer's schedule or a queue's name; empty for HTTP.</summary>
    public string Subject => Kind == "Http" ? "" : attribute.ConstructorArguments[0].Value as string ?? "";

    public string? Route => Named("Route") as string;

    public string? Connection => Named("Connection") as string;

    public bool RunOnStartup => Named("RunOnStartup") is true;

    public bool UseMonitor => Named("UseMonitor") is not false;

    public string AuthLevel =>
        attribute.ConstructorArguments.FirstOrDefault(argument => argument.Kind == TypedConstantKind.Enum).Value is int level && level < Levels.Length
            ? Levels[level]
            : "function";

    /// <summary>In lower case; none means all.</summary>
    public string[] Methods =>
        attribute.ConstructorArguments.FirstOrDefault(argument => argument.Kind == TypedConstantKind.Array) is { IsNull: false } methods
            ? [.. methods.Values.Select(method => method.Value).OfType<string>().Select(method => method.ToLowerInvariant())]
            : [];

    public static IEnumerable<TriggerDeclaration> Of(IMethodSymbol method) =>
        from parameter in method.Parameters
        from attribute in parameter.GetAttributes()
        where KindOf(attribute) is not null
        select new TriggerDeclaration(parameter, attribute);

    private static string? KindOf(AttributeData attribute) =>
        attribute.AttributeClass.Is(WorkerTypes.TimerTrigger) ? "Timer"
        : attribute.AttributeClass.Is(WorkerTypes.HttpTrigger) ? "Http"
        : attribute.AttributeClass.Is(WorkerTypes.QueueTrigger) ? "Queue"
        : null;

    private object? Named(string name) => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value;
}
