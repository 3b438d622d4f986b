using System.ComponentModel.DataAnnotations;
using HopsworksFunctions.Core.Configuration;
using HopsworksFunctions.Core.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.IdleProbes;

/// <summary>Settings of the section <c>Hopsworks</c> for the clusters' own APIs.</summary>
public sealed class ProbeOptions
{
    /// <summary>The name of the Key Vault secret with a cluster's own API key; <c>{id}</c> is replaced by the cluster's id.</summary>
    // Braces are doubled because these messages are format strings.
    [Required(ErrorMessage = "Hopsworks__ClusterKeySecretPattern must be a Key Vault secret name that contains {{id}}, "
        + "such as hopsworks-cluster-{{id}}.")]
    [RegularExpression(
        "[0-9a-zA-Z-]{0,60}\\{id\\}[0-9a-zA-Z-]{0,30}",
        ErrorMessage = "Hopsworks__ClusterKeySecretPattern must be letters, digits and hyphens around {{id}}, "
            + "such as hopsworks-cluster-{{id}}.")]
    public string ClusterKeySecretPattern { get; set; } = "hopsworks-cluster-{id}";

    /// <summary>The timeout of one answer from a cluster.</summary>
    [TimeBetween("00:00:01", "00:01:00", ErrorMessage = "Hopsworks__ProbeTimeout must be between 00:00:01 and 00:01:00.")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The timeout for all clusters together; those not checked by then are unknown.</summary>
    [TimeBetween("00:00:01", "00:05:00", ErrorMessage = "Hopsworks__ProbeTotalTimeout must be between 00:00:01 and 00:05:00.")]
    public TimeSpan ProbeTotalTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The number of clusters that are checked at the same time.</summary>
    [Range(1, 64)]
    public int ProbeConcurrency { get; set; } = 8;
}

[OptionsValidator]
internal sealed partial class ProbeOptionsValidator : IValidateOptions<ProbeOptions>;

/// <summary>Rejects a cluster key in a setting outside development.</summary>
internal sealed class ProbeEnvironmentValidator(IConfiguration configuration) : IValidateOptions<ProbeOptions>
{
    public ValidateOptionsResult Validate(string? name, ProbeOptions options) =>
        LocalSecrets.FindForClusters(configuration) is { Version: var setting } && !LocalSecrets.IsDevelopment(configuration)
            ? ValidateOptionsResult.Fail(LocalSecrets.Refusal(setting))
            : ValidateOptionsResult.Success;
}
