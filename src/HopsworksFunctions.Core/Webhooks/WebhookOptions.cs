using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.Webhooks;

/// <summary>Settings of the section <c>Webhooks</c>: named sources.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    internal Dictionary<string, WebhookSource> Sources { get; } = new(StringComparer.OrdinalIgnoreCase);

    internal List<string> Problems { get; } = [];
}

internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    public ValidateOptionsResult Validate(string? name, WebhookOptions options) =>
        options.Problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(options.Problems);
}
