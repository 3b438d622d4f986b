using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>One invocation, as the host asked for it.</summary>
/// <param name="triggerValue">What the trigger's parameter is given.</param>
internal sealed class InvocationContext(
    RegisteredFunction function,
    HttpContext http,
    object triggerValue,
    IReadOnlyDictionary<string, object?> bindingData,
    CancellationToken cancellationToken) : FunctionContext
{
    private const string InvocationIdHeader = "X-Azure-Functions-InvocationId";

    public override string InvocationId { get; } =
        http.Request.Headers[InvocationIdHeader] is [{ Length: > 0 } id, ..] ? id : Guid.NewGuid().ToString();

    public override string FunctionId => function.Id;

    public override TraceContext TraceContext { get; } = new HeaderTrace(http.Request.Headers.TraceParent, http.Request.Headers.TraceState);

    public override BindingContext BindingContext { get; } = new TriggerData(bindingData);

    public override RetryContext RetryContext { get; } = new NoRetry();

    public override IServiceProvider InstanceServices { get; set; } = http.RequestServices;

    public override FunctionDefinition FunctionDefinition => function;

    public override IDictionary<object, object> Items { get; set; } = new Dictionary<object, object>();

    public override IInvocationFeatures Features { get; } = new InvocationFeatures();

    public override CancellationToken CancellationToken => cancellationToken;

    /// <summary>What the function returned; null until then, and for a function without a result.</summary>
    public object? Result { get; private set; }

    public T TriggerValue<T>() => (T)triggerValue;

    /// <summary>A part of the route, null where an optional one is absent.</summary>
    public string? RouteValue(string name) => http.Request.RouteValues[name] as string;

    /// <summary>A part of the route as the parameter's type.</summary>
    /// <exception cref="BadHttpRequestException">It cannot be read as <typeparamref name="T"/>.</exception>
    public T RouteValue<T>(string name)
        where T : IParsable<T> =>
        T.TryParse(RouteValue(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new BadHttpRequestException($"The route value '{name}' is not a valid {typeof(T).Name}.");

    public async Task InvokeFunctionAsync() => Result = await function.Invoke(this);

    private sealed class HeaderTrace(StringValues parent, StringValues state) : TraceContext
    {
        public override string TraceParent => parent.ToString();

        public override string TraceState => state.ToString();
    }

    private sealed class TriggerData(IReadOnlyDictionary<string, object?> data) : BindingContext
    {
        public override IReadOnlyDictionary<string, object?> BindingData => data;
    }

    // The host does not tell a custom handler which attempt this is.
    private sealed class NoRetry : RetryContext
    {
        public override int RetryCount => 0;

        public override int MaxRetryCount => 0;
    }
}
