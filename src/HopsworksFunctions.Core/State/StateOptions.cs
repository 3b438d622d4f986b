using System.ComponentModel.DataAnnotations;
using HopsworksFunctions.Core.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Core.State;

/// <summary>The settings in section <c>State</c>: either a folder, or the Tables and Blobs addresses of a storage account.</summary>
public sealed class StateOptions : IValidatableObject
{
    public const string Section = "State";

    internal const int MostActivityDays = 400;

    /// <summary>The name that replaces an account's name for state shared by all accounts. No account can have this name.</summary>
    internal const string AllAccounts = "_accounts";

    internal const string QueueSetting = "State__QueueServiceUri";

    private const string DefaultAccount = "default";

    /// <summary>A local folder.</summary>
    public string? Directory { get; set; }

    /// <summary>The storage account's Tables address.</summary>
    [WebAddress(ErrorMessage = "State__TableServiceUri must be an https address such as https://mystorage.table.core.windows.net.")]
    public Uri? TableServiceUri { get; set; }

    /// <summary>The Blobs address of the same account, for leases and snapshots.</summary>
    [WebAddress(ErrorMessage = "State__BlobServiceUri must be an https address such as https://mystorage.blob.core.windows.net.")]
    public Uri? BlobServiceUri { get; set; }

    /// <summary>
    /// The Queues address of the same account, needed if many Hopsworks.ai accounts are distributed among the app's instances.
    /// </summary>
    [WebAddress(ErrorMessage = "State__QueueServiceUri must be an https address such as https://mystorage.queue.core.windows.net.")]
    public Uri? QueueServiceUri { get; set; }

    /// <summary>The account's name (the setting <c>Account</c>), which separates the accounts in a store.</summary>
    [RegularExpression("[a-z0-9-]{1,40}", ErrorMessage = "Account must be 1 to 40 lower-case letters, digits and hyphens.")]
    public string Account { get; set; } = DefaultAccount;

    /// <summary>Whether the settings name several accounts, so that requests must say which account they mean.</summary>
    public bool IsOneOfSeveral { get; internal set; }

    /// <summary>The number of days that the activity history is kept, rounded up to whole weeks.</summary>
    [Range(7, MostActivityDays, ErrorMessage = "State__ActivityDays must be from 7 to 400.")]
    public int ActivityDays { get; set; } = 90;

    /// <summary>Returns the account's name from the settings, even if other settings are invalid.</summary>
    public static string AccountOf(IConfiguration configuration) => configuration[nameof(Account)] ?? DefaultAccount;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var local = !string.IsNullOrEmpty(Directory);
        if (local && (TableServiceUri ?? BlobServiceUri) is not null)
            yield return new("Set either State__Directory, or State__TableServiceUri and "
                + "State__BlobServiceUri, not both.");
        else if (!local && TableServiceUri is null && BlobServiceUri is null)
            yield return new("No storage is set: set State__TableServiceUri and State__BlobServiceUri, "
                + "or State__Directory on one machine.");
        else if (!local && (TableServiceUri is null || BlobServiceUri is null))
            yield return new($"State__{(TableServiceUri is null ? nameof(TableServiceUri) : nameof(BlobServiceUri))} is missing: "
                + "set both State__TableServiceUri and State__BlobServiceUri.");
    }
}

[OptionsValidator]
internal sealed partial class StateOptionsValidator : IValidateOptions<StateOptions>;
