using HopsworksFunctions.Core.Access;
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
/// A check of all settings at once. It does not run when the process starts, because a process that fails to start cannot report the
/// reason, and the host gives up after three attempts.
/// </summary>
public static class SettingsValidation
{
    /// <summary>Returns the problems of the settings and how to fix them; null if there are none.</summary>
    public static string? Problem(IServiceProvider services)
    {
        string?[] problems =
        [
            ProblemOf<SecretsOptions>(services), ProblemOf<HopsworksOptions>(services), ProblemOf<ProbeOptions>(services),
            ProblemOf<StateOptions>(services), ProblemOf<PolicyOptions>(services), ProblemOf<LinkOptions>(services),
            ProblemOf<WebhookOptions>(services), ProblemOf<AccessOptions>(services),
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
            // This is the binder's message about an invalid number or time span, which names the setting.
            return e.Message;
        }
    }

    /// <summary>Removes the property name that generated validators prepend; the app's messages name the setting instead.</summary>
    private static string WithoutMember(string failure) =>
        failure.IndexOf(": ", StringComparison.Ordinal) is > 0 and var end && !failure.AsSpan(0, end).Contains(' ')
            ? failure[(end + 2)..]
            : failure;
}
