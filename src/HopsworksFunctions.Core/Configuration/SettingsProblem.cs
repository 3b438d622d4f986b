using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Configuration;

/// <summary>What is wrong with the settings of one section, and what would be right.</summary>
internal static class SettingsProblem
{
    /// <summary>Null when nothing is wrong.</summary>
    public static string? Of<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor)] T>(IServiceProvider services)
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
