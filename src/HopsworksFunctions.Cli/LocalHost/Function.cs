namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>A function and its trigger.</summary>
internal sealed record Function(string Name, Trigger Trigger)
{
    /// <exception cref="CliException">The local host cannot fire the function's trigger.</exception>
    public static Function Of(FunctionMetadata function) => (function.Bindings ?? []).Where(IsTrigger).ToList() switch
    {
        [] => throw new CliException($"Function {function.Name}: functions.metadata gives it no trigger; build the function app anew."),
        [{ Type: "timerTrigger", Schedule: null }] =>
            throw new CliException(
                $"Function {function.Name}: functions.metadata gives its timer no schedule; build the function app anew."),
        [{ Type: "timerTrigger", Schedule: { } schedule } timer] =>
            new(function.Name, new TimerTrigger(timer.Name, schedule, timer.UseMonitor, timer.RunOnStartup)),
        [{ Type: "httpTrigger" } http] =>
            new(function.Name, new HttpTrigger(http.Name, http.Route ?? function.Name, http.Methods ?? [], http.AuthLevel)),
        [{ Type: "queueTrigger", Properties.SupportsDeferredBinding: "True" }] =>
            throw new CliException(
                $"Function {function.Name}: the local host hands a queue message over as text or JSON; take it as a string "
                + "or a type of yours."),
        [{ Type: "queueTrigger", QueueName: { } queue } message] =>
            new(function.Name, new QueueTrigger(message.Name, queue, message.Connection)),
        [{ Type: "queueTrigger" }] =>
            throw new CliException(
                $"Function {function.Name}: functions.metadata gives its trigger no queue; build the function app anew."),
        var others => throw new CliException(
            $"Function {function.Name}: the local host fires timerTrigger, httpTrigger and queueTrigger, "
            + $"not {string.Join(", ", others.Select(b => b.Type))}."),
    };

    private static bool IsTrigger(BindingMetadata binding) => binding.Type.EndsWith("Trigger", StringComparison.Ordinal);
}

/// <param name="Binding">The name of the function's parameter.</param>
internal abstract record Trigger(string Binding);

/// <param name="Schedule">An NCRONTAB expression or <c>%SETTING%</c>.</param>
internal sealed record TimerTrigger(string Binding, string Schedule, bool UseMonitor, bool RunOnStartup) : Trigger(Binding);

/// <param name="Route">The route without the prefix of <c>host.json</c>.</param>
/// <param name="Methods">Empty for all methods.</param>
internal sealed record HttpTrigger(string Binding, string Route, IReadOnlyList<string> Methods, AuthLevel AuthLevel) : Trigger(Binding);

/// <param name="Connection">The name of the setting or section with the storage account; null for the host's own.</param>
internal sealed record QueueTrigger(string Binding, string Queue, string? Connection) : Trigger(Binding);

/// <summary>The key that a caller of an HTTP function needs.</summary>
internal enum AuthLevel
{
    Anonymous,
    User,
    Function,
    System,
    Admin,
}

/// <summary>A function in <c>functions.metadata</c>, which the build writes.</summary>
internal sealed record FunctionMetadata(string Name, IReadOnlyList<BindingMetadata>? Bindings);

/// <summary>A binding, with the fields of timer, HTTP and queue triggers.</summary>
internal sealed record BindingMetadata(
    string Name,
    string Type,
    string? Schedule,
    bool RunOnStartup,
    bool UseMonitor = true,
    AuthLevel AuthLevel = AuthLevel.Function,
    IReadOnlyList<string>? Methods = null,
    string? Route = null,
    string? QueueName = null,
    string? Connection = null,
    BindingProperties? Properties = null);

/// <param name="SupportsDeferredBinding">"True" if the parameter is a type of the Azure SDK, which the worker creates itself.</param>
internal sealed record BindingProperties(string? SupportsDeferredBinding);
