namespace HopsworksFunctions.Core.Policies.Decisions;

/// <summary>When quiet samples make a cluster idle.</summary>
internal static class Quiet
{
    public static bool IsLongEnough(Rule rule, ClusterRecord record) =>
        rule.Idle is { } idle && record.Quiet is { } spell && spell.Samples >= idle.Samples && spell.Last - spell.Since >= idle.After;

    /// <summary>Whether a warning may be of an idle stop that is off again; a planned stop's warning must stay.</summary>
    public static bool Announced(Rule rule, StopWarning warning) => rule.Idle is not null && warning.StopAt != warning.For;
}
