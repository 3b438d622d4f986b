using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>What starts a function.</summary>
internal enum Trigger
{
    Timer,
    Http,
    Queue,
}

/// <summary>A function that the source generator found, with the code that calls it.</summary>
internal sealed class RegisteredFunction(string name, string entryPoint, params FunctionParameter[] parameters) : FunctionDefinition
{
    public override string Name { get; } = name;

    public override string EntryPoint { get; } = entryPoint;

    public required Trigger Trigger { get; init; }

    /// <summary>The parameter that carries the trigger.</summary>
    public required string Binding { get; init; }

    /// <summary>The route below the prefix; empty for anything but HTTP.</summary>
    public string Route { get; init; } = "";

    /// <summary>The HTTP methods served; none means all.</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    public override ImmutableArray<FunctionParameter> Parameters { get; } = [.. parameters];

    /// <summary>Makes the function's object in the invocation's scope and calls it; null for a function without a result.</summary>
    public required Func<InvocationContext, Task<object?>> Invoke { get; init; }

    public override string Id => Name;

    public override string PathToAssembly => AppContext.BaseDirectory;

    public override IImmutableDictionary<string, BindingMetadata> InputBindings =>
        ImmutableDictionary<string, BindingMetadata>.Empty.Add(Binding, new Metadata(Binding, TriggerType, BindingDirection.In));

    public override IImmutableDictionary<string, BindingMetadata> OutputBindings =>
        Trigger == Trigger.Http
            ? ImmutableDictionary<string, BindingMetadata>.Empty.Add("res", new Metadata("res", "http", BindingDirection.Out))
            : ImmutableDictionary<string, BindingMetadata>.Empty;

    private string TriggerType => Trigger switch
    {
        Trigger.Timer => "timerTrigger",
        Trigger.Http => "httpTrigger",
        Trigger.Queue => "queueTrigger",
    };

    private sealed class Metadata(string name, string type, BindingDirection direction) : BindingMetadata
    {
        public override string Name => name;

        public override string Type => type;

        public override BindingDirection Direction => direction;
    }
}
