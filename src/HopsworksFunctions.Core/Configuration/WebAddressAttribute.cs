using System.ComponentModel.DataAnnotations;

namespace HopsworksFunctions.Core.Configuration;

/// <summary>Requires an absolute https address or null; optionally also accepts an http address of this machine.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WebAddressAttribute : ValidationAttribute
{
    public bool AllowLoopback { get; set; }

    public override bool IsValid(object? value) =>
        value is null
        || (value is Uri { IsAbsoluteUri: true } uri
            && (uri.Scheme == Uri.UriSchemeHttps || (AllowLoopback && uri is { IsLoopback: true, Scheme: "http" })));
}
