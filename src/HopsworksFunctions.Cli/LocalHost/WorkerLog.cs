using HopsworksFunctions.Cli.LocalHost.Protocol;

namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>The worker's log, with one line per entry: level, last part of the category, message.</summary>
internal static class WorkerLog
{
    public static void Write(RpcLog entry, TextWriter output)
    {
        // System entries belong to the host's own diagnostics.
        if (entry.LogCategory == RpcLog.Types.RpcLogCategory.User && !IsAboutOurSocket(entry))
            output.WriteLine(Line(entry));
    }

    private static bool IsAboutOurSocket(RpcLog entry) => entry.Message.StartsWith("Overriding address(es)", StringComparison.Ordinal);

    private static string Line(RpcLog entry)
    {
        var category = entry.Category[(entry.Category.LastIndexOf('.') + 1)..];
        var exception = entry.Exception is { } e ? $" {(e.Type.Length > 0 ? $"{e.Type}: " : "")}{e.Message} {e.StackTrace}".TrimEnd() : "";
        return $"{Level(entry.Level)}{category}: {entry.Message}{exception}".ReplaceLineEndings(" ");
    }

    private static string Level(RpcLog.Types.Level level) => level switch
    {
        RpcLog.Types.Level.Trace => "trace ",
        RpcLog.Types.Level.Debug => "debug ",
        RpcLog.Types.Level.Information => "info  ",
        RpcLog.Types.Level.Warning => "warn  ",
        RpcLog.Types.Level.Error => "error ",
        RpcLog.Types.Level.Critical => "fatal ",
        _ => "",
    };
}
