using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace HopsworksFunctions.Worker.Generators;

/// <summary>Reads a method marked with <c>[Function]</c> and checks it against what the host can run.</summary>
internal sealed class FunctionReader(IMethodSymbol method, AttributeData attribute)
{
    private static readonly Regex ValidName = new("^[A-Za-z][A-Za-z0-9_-]{0,127}$", RegexOptions.CultureInvariant);

    private readonly string _method = $"{method.ContainingType.ToDisplayString()}.{method.Name}";
    private readonly Place _place = Place.Of(method.Locations[0]);
    private readonly List<Problem> _problems = [];

    public Finding Read()
    {
        var name = attribute.ConstructorArguments.FirstOrDefault().Value as string ?? "";
        if (!ValidName.IsMatch(name))
            Report(Rules.InvalidName, name);
        CheckCallable();
        var triggers = TriggerDeclaration.Of(method).ToArray();
        if (triggers.Length == 0)
            Report(Rules.NoTrigger);
        if (triggers.Length > 1)
            Report(Rules.TwoTriggers);
        return triggers.Length == 1 ? Read(name, triggers[0]) : Found(name);
    }

    private Finding Read(string name, TriggerDeclaration trigger)
    {
        if (!trigger.HasValueType)
            Report(Rules.WrongTriggerType, trigger.Parameter.Name, trigger.ValueType);
        if (trigger.Kind == "Timer" && Ncrontab.Fault(trigger.Subject) is { } scheduleFault)
            Report(Rules.InvalidSchedule, trigger.Subject, scheduleFault);
        var retry = Retry.Of(method);
        if (retry is not null && Retry.Fault(retry, trigger) is { } retryFault)
            Report(Rules.UnsupportedRetry, retryFault);
        CheckReturn(trigger);
        var routeParameters = ReadRoute(trigger);
        foreach (var parameter in method.Parameters.Where(parameter => !IsKnown(parameter, trigger, routeParameters)))
            Report(Rules.UnknownParameter, parameter.Name);
        return _problems.Count > 0
            ? Found(name)
            : Found(name) with
            {
                Registration = new RegistrationWriter(method, trigger).Registration(name),
                FunctionJson = FunctionJson.Write(trigger, retry),
                Requests = trigger.Kind == "Http" ? new(RouteTemplate.WithoutNames(trigger.Route ?? name), new(trigger.Methods)) : null,
            };
    }

    private void CheckCallable()
    {
        var type = method.ContainingType;
        var containers = new List<INamedTypeSymbol>();
        for (var container = type; container is not null; container = container.ContainingType)
            containers.Add(container);
        var reason = method.DeclaredAccessibility != Accessibility.Public ? "the method is not public"
            : containers.Any(container => container.DeclaredAccessibility != Accessibility.Public) ? "its class is not public"
            : method.IsGenericMethod || containers.Any(container => container.IsGenericType) ? "it is generic"
            : type.IsAbstract && !method.IsStatic ? "its class is abstract"
            : null;
        if (reason is not null)
            Report(Rules.NotCallable, reason);
        else if (!method.IsStatic && type.InstanceConstructors.Count(constructor => constructor.DeclaredAccessibility == Accessibility.Public) != 1)
            Report(Rules.AmbiguousConstructor, type.Name);
    }

    private void CheckReturn(TriggerDeclaration trigger)
    {
        var result = ResultOf(method);
        var allowed = trigger.Kind == "Http" ? "an HTTP function returns IResult or Task<IResult>" : "a timer or queue function returns void or Task";
        if (method is { ReturnsVoid: true, IsAsync: true })
            Report(Rules.UnsupportedReturn, "async void", "the worker could not wait for it; return Task");
        else if (trigger.Kind == "Http" ? result?.IsOrImplements(WorkerTypes.HttpResult) != true : result is not null)
            Report(Rules.UnsupportedReturn, method.ReturnType.ToDisplayString(), allowed);
    }

    private HashSet<string> ReadRoute(TriggerDeclaration trigger)
    {
        var route = new RouteTemplate(trigger.Route ?? "function");
        if (route.Fault is { } fault)
            Report(Rules.UnsupportedRoute, trigger.Route!, fault);
        return route.Parameters;
    }

    private static bool IsKnown(IParameterSymbol parameter, TriggerDeclaration trigger, HashSet<string> routeParameters) =>
        parameter.RefKind == RefKind.None
        && (SymbolEqualityComparer.Default.Equals(parameter, trigger.Parameter)
            || parameter.Type.Is(WorkerTypes.FunctionContext)
            || parameter.Type.Is(WorkerTypes.CancellationToken)
            || (routeParameters.Contains(parameter.Name) && parameter.Type.IsParsable()));

    /// <summary>What the function gives, inside its task; null for nothing.</summary>
    private static ITypeSymbol? ResultOf(IMethodSymbol method) =>
        method.ReturnsVoid ? null
        : method.ReturnType is INamedTypeSymbol task && task.Is(WorkerTypes.Task) ? task.TypeArguments.FirstOrDefault()
        : method.ReturnType;

    private void Report(DiagnosticDescriptor rule, params string[] arguments) =>
        _problems.Add(new Problem(rule, _place, new([_method, .. arguments])));

    private Finding Found(string name) => new(name, _method, "", "", null, _place, new([.. _problems]));
}
