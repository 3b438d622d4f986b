namespace HopsworksFunctions.Tests.Infra;

/// <summary>Steps that Resource Manager would otherwise take at the same time, so that Azure would reject or not find something.</summary>
public sealed class OrderTests
{
    [Fact]
    public async Task The_app_is_made_after_every_role_that_it_needs()
    {
        var template = await ArmTemplate.MainAsync();

        var granting = template.Resources.Where(r => r.Type == "Microsoft.Authorization/roleAssignments")
            .Select(r => r.Name.Split('/')[0]).Distinct().ToList();

        Assert.Equal(["monitoring", "storage", "vault"], granting.Order(StringComparer.Ordinal));
        Assert.Empty(granting.Except(template.Before("app")));
        Assert.Contains("endpoints", template.Before("app"));
    }

    [Fact]
    public async Task The_app_is_changed_once_at_a_time()
    {
        var template = await ArmTemplate.MainAsync();
        var changes = template.Resources
            .Where(r => r.Type.StartsWith("Microsoft.Web/sites/", StringComparison.Ordinal)).Select(r => r.Name).ToList();

        Assert.Equal(4, changes.Count);
        // Each has a different number of the others before it: none, one, two, three.
        Assert.Equal([0, 1, 2, 3], changes.Select(c => template.Before(c).Intersect(changes).Count()).Order());
    }

    // A storage account accepts no second endpoint while it works on the first.
    [Fact]
    public async Task Private_endpoints_are_made_one_after_another()
    {
        var copy = (await ArmTemplate.MainAsync())["endpoints/endpoints"].Json["copy"]!;

        Assert.Equal(("serial", 1), ((string)copy["mode"]!, (int)copy["batchSize"]!));
    }

    [Fact]
    public async Task Old_versions_are_deleted_only_where_there_are_versions()
    {
        var template = await ArmTemplate.MainAsync();

        Assert.Contains("storage/account::blobs", template.Before("storage/cleanup"));
        Assert.True((bool)template["storage/account::blobs"].Json["properties"]!["isVersioningEnabled"]!);
    }
}
