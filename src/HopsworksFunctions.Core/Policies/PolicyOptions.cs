using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Policies;

/// <summary>Settings of the section <c>Policies</c>.</summary>
public sealed class PolicyOptions
{
    public const string Section = "Policies";

    /// <summary>The policy file: a path, which counts from the app's folder unless it is absolute.</summary>
    [Required(ErrorMessage = "Policies__Source is missing: the path of the policy file, such as policies.json.")]
    public string? Source { get; set; }

    public string FullPath => Path.GetFullPath(Source!, AppContext.BaseDirectory);
}

[OptionsValidator]
internal sealed partial class PolicyOptionsValidator : IValidateOptions<PolicyOptions>;
