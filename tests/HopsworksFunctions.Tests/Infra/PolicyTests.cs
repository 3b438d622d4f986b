namespace HopsworksFunctions.Tests.Infra;

/// <summary>Properties that no change of the template may give up, for each parameter file.</summary>
public sealed class PolicyTests
{
    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void Storage_takes_no_key_and_shows_nothing_to_the_public(string deployment)
    {
        var account = Snapshot.Of(deployment).Properties("Microsoft.Storage/storageAccounts");

        Assert.False((bool)account["allowSharedKeyAccess"]!);
        Assert.False((bool)account["allowBlobPublicAccess"]!);
        Assert.False((bool)account["allowCrossTenantReplication"]!);
        Assert.True((bool)account["supportsHttpsTrafficOnly"]!);
        Assert.Equal("TLS1_2", (string)account["minimumTlsVersion"]!);
        Assert.All(
            Snapshot.Of(deployment).All("Microsoft.Storage/storageAccounts/blobServices/containers"),
            c => Assert.Equal("None", (string)c["properties"]!["publicAccess"]!));
    }

    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void The_app_finds_its_table_and_its_containers(string deployment)
    {
        var snapshot = Snapshot.Of(deployment);

        Assert.EndsWith("/HopsworksFunctions", (string)snapshot.Only("Microsoft.Storage/storageAccounts/tableServices/tables")["name"]!,
            StringComparison.Ordinal);
        Assert.Equal(
            ["app-package", "hopsworks-functions", "policies"],
            snapshot.All("Microsoft.Storage/storageAccounts/blobServices/containers").Select(c => ((string)c["name"]!).Split('/')[^1]));
    }

    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void A_deleted_secret_or_vault_comes_back(string deployment)
    {
        var vault = Snapshot.Of(deployment).Properties("Microsoft.KeyVault/vaults");

        Assert.True((bool)vault["enableRbacAuthorization"]!);
        Assert.True((bool)vault["enableSoftDelete"]!);
        Assert.True((bool)vault["enablePurgeProtection"]!);
        Assert.Equal(90, (int)vault["softDeleteRetentionInDays"]!);
        Assert.Null(vault["accessPolicies"]);
        Assert.Empty(Snapshot.Of(deployment).All("Microsoft.KeyVault/vaults/secrets"));
    }

    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void The_app_answers_over_modern_TLS_and_takes_no_password(string deployment)
    {
        var snapshot = Snapshot.Of(deployment);
        var site = snapshot.Properties("Microsoft.Web/sites");

        Assert.True((bool)site["httpsOnly"]!);
        Assert.Equal("1.2", (string)site["siteConfig"]!["minTlsVersion"]!);
        Assert.False((bool)site["siteConfig"]!["remoteDebuggingEnabled"]!);
        Assert.Equal("1.2", (string)site["siteConfig"]!["scmMinTlsVersion"]!);
        // Flex Consumption rejects other settings, such as ftpsState, with 51021; azurerm's resource for it has only these.
        Assert.Equal(
            ["http20Enabled", "minTlsVersion", "remoteDebuggingEnabled", "scmMinTlsVersion"],
            site["siteConfig"]!.AsObject().Select(setting => setting.Key).Order(StringComparer.Ordinal));
        Assert.Equal("UserAssignedIdentity", (string)site["functionAppConfig"]!["deployment"]!["storage"]!["authentication"]!["type"]!);
        Assert.Collection(
            snapshot.All("Microsoft.Web/sites/basicPublishingCredentialsPolicies"),
            p => Assert.False((bool)p["properties"]!["allow"]!),
            p => Assert.False((bool)p["properties"]!["allow"]!));
    }

    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void Telemetry_needs_the_identity(string deployment)
    {
        var snapshot = Snapshot.Of(deployment);

        Assert.True((bool)snapshot.Properties("Microsoft.Insights/components")["DisableLocalAuth"]!);
        Assert.True((bool)snapshot.Properties("Microsoft.OperationalInsights/workspaces")["features"]!["disableLocalAuth"]!);
    }

    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void Whoever_touches_vault_or_storage_leaves_a_trace(string deployment)
    {
        var settings = Snapshot.Of(deployment).All("Microsoft.Insights/diagnosticSettings").Select(s => (
            Of: ((string)s["id"]!).Split("/providers/")[^2].Split('/') is var parts
                ? parts[1] + (parts.Length > 3 ? $"/{parts[3]}" : "")
                : "",
            Logs: string.Join(
                ' ', s["properties"]!["logs"]!.AsArray().Select(l => (string?)l!["category"] ?? (string?)l["categoryGroup"]))));

        Assert.Equal(
            [
                ("storageAccounts/blobServices", "StorageWrite StorageDelete"),
                ("storageAccounts/tableServices", "StorageWrite StorageDelete"), ("vaults", "audit"),
            ],
            settings.Order());
    }

    [Fact]
    public void Behind_private_endpoints_only_the_operators_addresses_remain()
    {
        var snapshot = Snapshot.Of("main.private");

        foreach (var type in new[] { "Microsoft.Storage/storageAccounts", "Microsoft.KeyVault/vaults" })
        {
            var rules = snapshot.Properties(type)["networkAcls"]!;
            Assert.Equal(("Deny", "None"), ((string)rules["defaultAction"]!, (string)rules["bypass"]!));
            Assert.Equal("203.0.113.7", (string)Assert.Single(rules["ipRules"]!.AsArray())!["value"]!);
        }
        Assert.Equal(4, snapshot.All("Microsoft.Network/privateEndpoints").Count);
        Assert.EndsWith(
            "/subnets/app", (string)snapshot.Properties("Microsoft.Web/sites")["virtualNetworkSubnetId"]!, StringComparison.Ordinal);
        Assert.Empty(Snapshot.Of("main.prod").All("Microsoft.Network/virtualNetworks"));
    }

    [Fact]
    public void Sign_in_needs_no_secret_and_spares_only_what_machines_call()
    {
        var signIn = Snapshot.Of("main.private").All("Microsoft.Web/sites/config")
            .Single(c => ((string)c["name"]!).EndsWith("/authsettingsV2", StringComparison.Ordinal))["properties"]!;

        Assert.True((bool)signIn["globalValidation"]!["requireAuthentication"]!);
        // Each webhook is listed by its name, because nothing documents what a wildcard excludes.
        Assert.Equal(
            ["/api/health", "/api/webhooks/budget", "/api/webhooks/pipeline"],
            signIn["globalValidation"]!["excludedPaths"]!.AsArray().Select(p => (string)p!));
        Assert.Equal("OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID",
            (string)signIn["identityProviders"]!["azureActiveDirectory"]!["registration"]!["clientSecretSettingName"]!);
    }

    // Zones keep instances running that are paid for, so nobody gets them without asking.
    [Theory]
    [InlineData("main.dev", false, "Standard_LRS")]
    [InlineData("main.prod", false, "Standard_LRS")]
    [InlineData("main.private", true, "Standard_ZRS")]
    public void App_and_storage_survive_the_loss_of_a_zone_where_that_is_asked_for(string deployment, bool zoneRedundant, string storage)
    {
        var snapshot = Snapshot.Of(deployment);

        Assert.Equal(zoneRedundant, (bool)snapshot.Properties("Microsoft.Web/serverfarms")["zoneRedundant"]!);
        Assert.Equal(storage, (string)snapshot.Only("Microsoft.Storage/storageAccounts")["sku"]!["name"]!);
    }

    [Theory, MemberData(nameof(Snapshot.Deployments), MemberType = typeof(Snapshot))]
    public void No_credential_is_written_down(string deployment) =>
        Assert.All(
            ["AccountKey=", "SharedAccessSignature", "listKeys(", "listSecrets(", "@Microsoft.KeyVault("],
            text => Assert.DoesNotContain(text, Snapshot.Of(deployment).Text, StringComparison.OrdinalIgnoreCase));
}
