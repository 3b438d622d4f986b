namespace HopsworksFunctions.Tests.Infra;

/// <summary>What no change of the template may give up, for each parameter file.</summary>
public sealed class PolicyTests
{
    public static TheoryData<string> Deployments => ["main", "main.official"];

    [Theory, MemberData(nameof(Deployments))]
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

    [Theory, MemberData(nameof(Deployments))]
    public void The_app_finds_its_table_and_its_container(string deployment)
    {
        var snapshot = Snapshot.Of(deployment);

        Assert.EndsWith("/HopsworksFunctions", (string)snapshot.Only("Microsoft.Storage/storageAccounts/tableServices/tables")["name"]!, StringComparison.Ordinal);
        Assert.Contains(
            snapshot.All("Microsoft.Storage/storageAccounts/blobServices/containers"),
            c => ((string)c["name"]!).EndsWith("/hopsworks-functions", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Deployments))]
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

    [Theory, MemberData(nameof(Deployments))]
    public void The_identity_may_do_its_work_and_no_more(string deployment)
    {
        var grants = Snapshot.Of(deployment).Grants;

        Assert.Collection(
            grants.Order(StringComparer.Ordinal),
            g => Assert.Matches("^0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3 on Microsoft.Storage/storageAccounts/[a-z0-9]+$", g), // Table Data Contributor
            g => Assert.Matches("^3913510d-42f4-4e42-8a64-420c390055eb on Microsoft.Insights/components/[a-z-]+$", g), // Monitoring Metrics Publisher
            g => Assert.Matches("^4633458b-17de-408a-874b-0445c86b69e6 on Microsoft.KeyVault/vaults/[a-z0-9-]+$", g), // Key Vault Secrets User
            g => Assert.Matches("^b7e6dc6d-f1e8-4753-8033-0f276bb0955b on Microsoft.Storage/storageAccounts/[a-z0-9]+$", g)); // Blob Data Owner
    }

    [Theory, MemberData(nameof(Deployments))]
    public void The_app_answers_over_modern_TLS_and_takes_no_password(string deployment)
    {
        var snapshot = Snapshot.Of(deployment);
        var site = snapshot.Properties("Microsoft.Web/sites");

        Assert.True((bool)site["httpsOnly"]!);
        Assert.Equal("1.2", (string)site["siteConfig"]!["minTlsVersion"]!);
        Assert.Equal("1.2", (string)site["siteConfig"]!["scmMinTlsVersion"]!);
        Assert.Equal("Disabled", (string)site["siteConfig"]!["ftpsState"]!);
        Assert.Equal("UserAssignedIdentity", (string)site["functionAppConfig"]!["deployment"]!["storage"]!["authentication"]!["type"]!);
        Assert.Collection(
            snapshot.All("Microsoft.Web/sites/basicPublishingCredentialsPolicies"),
            p => Assert.False((bool)p["properties"]!["allow"]!),
            p => Assert.False((bool)p["properties"]!["allow"]!));
    }

    [Theory, MemberData(nameof(Deployments))]
    public void Telemetry_needs_the_identity(string deployment)
    {
        var snapshot = Snapshot.Of(deployment);

        Assert.True((bool)snapshot.Properties("Microsoft.Insights/components")["DisableLocalAuth"]!);
        Assert.True((bool)snapshot.Properties("Microsoft.OperationalInsights/workspaces")["features"]!["disableLocalAuth"]!);
    }

    // The types allow any text here, so a wrong runtime passes the linter.
    [Theory]
    [InlineData("main", "custom", "1.0")]
    [InlineData("main.official", "dotnet-isolated", "10.0")]
    public void The_plan_runs_the_build_that_was_chosen(string deployment, string name, string version)
    {
        var snapshot = Snapshot.Of(deployment);
        var runtime = snapshot.Properties("Microsoft.Web/sites")["functionAppConfig"]!["runtime"]!;

        Assert.Equal("FC1", (string)snapshot.Only("Microsoft.Web/serverfarms")["sku"]!["name"]!);
        Assert.Equal((name, version), ((string)runtime["name"]!, (string)runtime["version"]!));
    }

    // FUNCTIONS_WORKER_RUNTIME is not among them: Flex Consumption refuses it.
    [Theory, MemberData(nameof(Deployments))]
    public void Exactly_the_settings_that_are_read_are_set(string deployment)
    {
        string[] expected =
        [
            "APPLICATIONINSIGHTS_AUTHENTICATION_STRING", "APPLICATIONINSIGHTS_CONNECTION_STRING", "AZURE_CLIENT_ID", "Account",
            "AzureWebJobsStorage__accountName", "AzureWebJobsStorage__clientId", "AzureWebJobsStorage__credential",
            "Hopsworks__ApiKeySecretName", "Hopsworks__BaseUrl", "KeyVault__Uri", "Policies__Source", "ReconcileSchedule",
            "State__BlobServiceUri", "State__TableServiceUri",
        ];

        Assert.Equal(expected, Snapshot.Of(deployment).AppSettings.Keys.Order(StringComparer.Ordinal));
        Assert.All(Snapshot.Of(deployment).AppSettings.Values, Assert.NotEmpty);
    }

    [Theory, MemberData(nameof(Deployments))]
    public void No_credential_is_written_down(string deployment) =>
        Assert.All(
            ["AccountKey=", "SharedAccessSignature", "listKeys(", "listSecrets(", "@Microsoft.KeyVault("],
            text => Assert.DoesNotContain(text, Snapshot.Of(deployment).Text, StringComparison.OrdinalIgnoreCase));
}
