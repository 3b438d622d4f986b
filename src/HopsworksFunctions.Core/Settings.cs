using System.Diagnostics.CodeAnalysis;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Webhooks;

namespace HopsworksFunctions.Core;

/// <summary>
/// Checks all settings at once. Not at the process's start: one that refused to start could not tell anyone why,
/// and the host gives up on it after three tries.
/// </summary>
public static class Settings
{
    /// <summary>What is wrong and what would be right, in one text; null when nothing is.</summary>
    public static string? Problem(IServiceProvider services)
    {
        string?[] problems = [ProblemOf<SecretsOptions>(services), ProblemOf<HopsworksOptions>(services), ProblemOf<ProbeOptions>(services), ProblemOf<StateOptions>(services), ProblemOf<PolicyOptions>(services), ProblemOf<LinkOptions>(services), ProblemOf<WebhookOptions>(services)];
        var found = problems.OfType<string>().ToList();
        return found.Count == 0 ? null : string.Join(" ", found);
    }

    /// <inheritdoc cref="Problem"/>
    internal static string? ProblemOf<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(IServiceProvider services)
        where T : class => SettingsProblem.Of<T>(services);
}
