using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.IdleProbes;
using HopsworksFunctions.Core.KeepLinks;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.Secrets;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core;

/// <summary>
/// Checks all settings at once. Not at the process's start: one that refused to start could not tell anyone why,
/// and the host gives up on it after three tries.
/// </summary>
public static class SettingsValidation
{
    /// <summary>What is wrong and what would be right, in one text; null when nothing is.</summary>
    public static string? Problem(IServiceProvider services)
    {
        string?[] problems =
        [
            ProblemOf<SecretsOptions>(services), ProblemOf<HopsworksOptions>(services), ProblemOf<ProbeOptions>(services),
            ProblemOf<StateOptions>(services), ProblemOf<PolicyOptions>(services), ProblemOf<LinkOptions>(services),
            ProblemOf<WebhookOptions>(services),
        ];
        var found = problems.OfType<string>().ToList();
        return found.Count == 0 ? null : string.Join(" ", found);
    }

    /// <inheritdoc cref="Problem"/>
    public static string? ProblemOf<T>(IServiceProvider services)
        where T : class
    {
        try
        {
            _ = services.GetRequiredService<IOptions<T>>().Value;
            return null;
        }
        catch (OptionsValidationException e)
        {
            return string.Join(" ", e.Failures.Select(WithoutMember));
        }
        catch (InvalidOperationException e)
        {
            // The binder's own complaint about a value that is no number or time span; it names the setting.
            return e.Message;
        }
    }

    /// <summary>The generated validators begin with the property's name; our messages name the setting, which people can set.</summary>
    private static string WithoutMember(string failure) =>
        failure.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end && !failure.AsSpan(0, end).Contains(' ')
            ? failure[(end + 2)..]
            : failure;
}
