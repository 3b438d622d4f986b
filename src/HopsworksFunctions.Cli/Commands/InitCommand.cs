using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using HopsworksEmulator;
using HopsworksFunctions.Cli.Run;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Language;
using NodaTime;

namespace HopsworksFunctions.Cli.Commands;

/// <summary><c>init</c>: writes a first policy file with the clusters as comments, and the settings of this machine.</summary>
internal static class InitCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var vault = new Option<Uri?>("--vault")
        {
            Description = "Key Vault with the API key, such as https://my-vault.vault.azure.net. Also writes local.settings.json.",
            HelpName = "URI",
            CustomParser = Vault,
        };
        var account = AccountOption.Create();
        var command = new Command("init", "Write a first policies.json (a dry run) with your clusters as comments. Overwrites nothing.")
        {
            vault, account,
        };
        command.SetAction((arguments, cancellationToken) => ExecuteAsync(
            arguments.GetValue(vault), arguments.Account(account), arguments.InvocationConfiguration.Output, cancellationToken));
        return command;
    }

    private static async Task<int> ExecuteAsync(Uri? vault, string? account, TextWriter output, CancellationToken cancellationToken)
    {
        var workspace = Workspace.Find();
        if (File.Exists(workspace.OwnPolicyFile))
            throw new CliException($"{workspace.OwnPolicyFile} already exists. 'hops init' overwrites nothing.");
        if (vault is not null && File.Exists(workspace.LocalSettingsFile))
            throw new CliException($"{workspace.LocalSettingsFile} already exists. Set KeyVault__Uri in it, and leave out --vault.");
        var settings = RunSettings.Resolve(workspace, null, null, null, needsPolicies: false).Of(account);
        if (vault is not null)
            settings = settings.With("KeyVault__Uri", vault.ToString()).With("AZURE_TOKEN_CREDENTIALS", "AzureCliCredential");
        var clusters = await ListAsync(settings, cancellationToken);

        var today = LocalDate.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        await WriteNewAsync(workspace.OwnPolicyFile, FirstPolicies.Of(clusters, LocalZone(), today), cancellationToken);
        var from = settings.IsEmulated ? "an emulated Hopsworks.ai, because no real one is configured" : "Hopsworks.ai";
        var count = CountText.Of(clusters.Count, "cluster");
        Prose.Write(output, $"Wrote {workspace.OwnPolicyFile}: a dry run, with {count} of {from}.");
        if (vault is not null)
        {
            await WriteNewAsync(workspace.LocalSettingsFile, LocalSettingsText(vault), cancellationToken);
            Prose.Write(output, $"Wrote {workspace.LocalSettingsFile}: the API key comes from {vault}.");
        }
        else if (settings.IsEmulated)
        {
            Prose.Write(output, "For your own clusters, delete it and run 'hops init --vault https://my-vault.vault.azure.net'.");
        }
        Prose.Write(output, "Next: change the rules, then run 'hops plan' to see what a run would do. It changes nothing.");
        return 0;
    }

    private static async Task<IReadOnlyList<Cluster>> ListAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        await using var emulator = settings.IsEmulated
            ? await EmulatorServer.StartAsync(new() { Clusters = SeededFleet.Create(TimeProvider.System.GetUtcNow()) }, cancellationToken)
            : null;
        return await ClusterListing.ReadAsync(settings, emulator, cancellationToken);
    }

    private static Uri? Vault(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (Uri.TryCreate(text, UriKind.Absolute, out var vault) && vault.Scheme == Uri.UriSchemeHttps)
            return vault;
        argument.AddError($"--vault must be an https address such as https://my-vault.vault.azure.net, not '{text}'.");
        return null;
    }

    private static string LocalSettingsText(Uri vault) => JsonSerializer.Serialize(
        new
        {
            IsEncrypted = false,
            Values = new Dictionary<string, string>
            {
                ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
                ["AZURE_FUNCTIONS_ENVIRONMENT"] = "Development",
                ["KeyVault__Uri"] = vault.ToString(),
                ["AZURE_TOKEN_CREDENTIALS"] = "AzureCliCredential",
                ["Policies__Source"] = Workspace.PolicyFileName,
                ["ReconcileSchedule"] = "0 */5 * * * *",
            },
        },
        Indented) + "\n";

    /// <summary>Returns this machine's time zone, or UTC if the zone has no IANA ID.</summary>
    private static string LocalZone()
    {
        var id = TimeZoneInfo.Local.Id;
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is not null && id.Contains('/', StringComparison.Ordinal) ? id : "UTC";
    }

    /// <exception cref="CliException">The file cannot be written, or was created in the meantime.</exception>
    private static async Task WriteNewAsync(string path, string text, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new StreamWriter(new FileStream(path, FileMode.CreateNew));
            await file.WriteAsync(text.AsMemory(), cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"Cannot write {path}: {e.Message}", e);
        }
    }
}
