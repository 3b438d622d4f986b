using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.PolicySource;

/// <summary>Settings of the section <c>Policies</c>.</summary>
public sealed class PolicyOptions
{
    public const string Section = "Policies";

    /// <summary>The policy file: a path, relative to the app's folder unless absolute, or a blob's https address.</summary>
    [Required(ErrorMessage = "Policies__Source is missing: the path of the policy file, such as policies.json, or the "
        + "https address of a blob.")]
    public string? Source { get; set; }

    /// <summary>The address of the blob; null for a path.</summary>
    public Uri? Blob => Uri.TryCreate(Source, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps ? uri : null;

    public string FullPath => Path.GetFullPath(Source!, AppContext.BaseDirectory);
}

[OptionsValidator]
internal sealed partial class PolicyOptionsValidator : IValidateOptions<PolicyOptions>;
