using Microsoft.Azure.Functions.Worker.Middleware;

namespace HopsworksFunctions.Hosting;

/// <summary>
/// A middleware that cancels invocations when the app stops, because the worker does not. The host's cancellation also applies, except to
/// requests that act: it may mean that the caller hung up, and such requests must still complete and record their work. It may also mean
/// <c>functionTimeout</c>; the host then stops the app two seconds later, which cancels these requests also.
/// </summary>
internal sealed class Cancellation(IHostApplicationLifetime application, RunningInvocations invocations) : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        var heeded = Acts(context.GetHttpContext()) ? CancellationToken.None : context.CancellationToken;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(heeded, application.ApplicationStopping);
        await invocations.RunAsync(context.InvocationId, () => next(new StoppingContext(context, either.Token)));
    }

    private static bool Acts(HttpContext? http) =>
        http is { Request.Method: var method } && !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method);

    /// <summary>An invocation with a different token.</summary>
    private sealed class StoppingContext(FunctionContext inner, CancellationToken cancellationToken) : FunctionContext
    {
        public override CancellationToken CancellationToken => cancellationToken;

        public override string InvocationId => inner.InvocationId;

        public override string FunctionId => inner.FunctionId;

        public override TraceContext TraceContext => inner.TraceContext;

        public override BindingContext BindingContext => inner.BindingContext;

        public override RetryContext RetryContext => inner.RetryContext;

        public override IServiceProvider InstanceServices
        {
            get => inner.InstanceServices;
            set => inner.InstanceServices = value;
        }

        public override FunctionDefinition FunctionDefinition => inner.FunctionDefinition;

        public override IDictionary<object, object> Items
        {
            get => inner.Items;
            set => inner.Items = value;
        }

        public override IInvocationFeatures Features => inner.Features;
    }
}
