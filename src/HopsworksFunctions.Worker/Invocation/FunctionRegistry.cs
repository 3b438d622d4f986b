namespace Microsoft.Azure.Functions.Worker.Invocation;

/// <summary>The functions of this process; generated module initializers fill it before <c>Main</c>.</summary>
internal static class FunctionRegistry
{
    private static readonly Lock Gate = new();
    private static readonly List<RegisteredFunction> Functions = [];

    public static IReadOnlyList<RegisteredFunction> All
    {
        get
        {
            lock (Gate)
                return [.. Functions];
        }
    }

    public static void Add(params ReadOnlySpan<RegisteredFunction> functions)
    {
        lock (Gate)
            Functions.AddRange(functions);
    }
}
