using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Policies.Language;

/// <summary>Reads <c>limits</c>.</summary>
internal static class LimitSection
{
    public static Limits Limits(ObjectReader file, List<Problem> problems)
    {
        var builtIn = Policies.Limits.BuiltIn;
        if (file.Object("limits") is not { } node)
            return builtIn;
        var reader = new ObjectReader(node, problems);
        var limits = new Limits(
            reader.Integer("maxStopsPerRun", 0, 100_000) ?? builtIn.MaxStopsPerRun,
            reader.Integer("maxStopPercent", 0, 100),
            reader.Integer("maxConcurrentActions", 1, 100) ?? builtIn.MaxConcurrentActions,
            Retry(reader, problems));
        reader.RejectUnknownMembers();
        return limits;
    }

    /// <summary>Reads <c>retry</c>, or <c>startRetry</c>, its old name.</summary>
    private static RetryLimit Retry(ObjectReader limits, List<Problem> problems)
    {
        var builtIn = Policies.Limits.BuiltIn.Retry;
        var (present, first) = (limits.Object("retry"), limits.Object("startRetry"));
        if (present is not null && first is not null)
            limits.AddError(first, "'startRetry' is the old name of 'retry', which is also given. Keep one");
        if ((present ?? first) is not { } node)
            return builtIn;
        var reader = new ObjectReader(node, problems);
        var retry = new RetryLimit(reader.Integer("max", 0, 100) ?? builtIn.Max, Durations.Positive(reader, "backoff") ?? builtIn.Backoff);
        reader.RejectUnknownMembers();
        return retry;
    }
}
