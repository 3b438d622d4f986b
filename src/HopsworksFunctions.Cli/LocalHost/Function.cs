namespace HopsworksFunctions.Cli.LocalHost;

/// <summary>A function with its one trigger.</summary>
internal sealed record Function(string Name, Trigger Trigger)
{
    /// <summary>Reads <c>function.json</c>; null when the function is disabled.</summary>
    /// <exception cref="CliException">The trigger is none that the local host can fire.</exception>
    public static Function? Read(string path)
    {
        var name = Path.GetFileName(Path.GetDirectoryName(path))!;
        var json = JsonFile.Read<FunctionJson>(path);
        if (json.Disabled)
            return null;

        var bindings = json.Bindings ?? [];
        return bindings.Where(b => b.Direction == "in").ToList() switch
        {
            [{ Type: "timerTrigger", Schedule: { } schedule } timer] =>
                new(name, new TimerTrigger(timer.Name, schedule, timer.UseMonitor, timer.RunOnStartup)),
            [{ Type: "httpTrigger" } http] when bindings.Count(b => b is { Direction: "out", Type: "http" }) == 1 =>
                new(name, new HttpTrigger(http.Route ?? name, http.Methods ?? [], http.AuthLevel)),
            _ => throw new CliException($"{path}: a function needs one timerTrigger with a schedule, or one httpTrigger and one http output; the local host knows no other."),
        };
    }
}

internal abstract record Trigger;

/// <param name="Binding">The binding's name, under which the app gets its <c>TimerInfo</c>.</param>
/// <param name="Schedule">An NCRONTAB expression or <c>%SETTING%</c>.</param>
internal sealed record TimerTrigger(string Binding, string Schedule, bool UseMonitor, bool RunOnStartup) : Trigger;

/// <param name="Route">Without the prefix of <c>host.json</c>.</param>
/// <param name="Methods">Empty: all.</param>
internal sealed record HttpTrigger(string Route, IReadOnlyList<string> Methods, AuthLevel AuthLevel) : Trigger;
