using YamlDotNet.Serialization;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>The workflows and azure.yaml, read as YAML; tests cannot ask GitHub and azd themselves.</summary>
public sealed class WorkflowTests
{
    public static TheoryData<string> Workflows =>
        [.. Directory.GetFiles(Path.Combine(DeployRig.Repository, ".github/workflows")).Select(f => Path.GetFileName(f)!)];

    [Theory, MemberData(nameof(Workflows))]
    public void No_workflow_uses_a_stored_secret(string file)
    {
        Assert.DoesNotContain("secrets.", Text($".github/workflows/{file}"), StringComparison.Ordinal);
        Assert.DoesNotContain("secrets:", Text($".github/workflows/{file}"), StringComparison.Ordinal);
    }

    // An input in a command line would run as part of it.
    [Theory, MemberData(nameof(Workflows))]
    public void No_command_contains_an_expression(string file) =>
        Assert.All(Steps(file).Where(s => s.ContainsKey("run")), s =>
            Assert.DoesNotContain("${{", (string)s["run"], StringComparison.Ordinal));

    [Theory, MemberData(nameof(Workflows))]
    public void Jobs_come_to_an_end(string file) => Assert.All(Jobs(file), job => Assert.True(job.ContainsKey("timeout-minutes")));

    // Only a job gets more than read access, and each such job is listed here.
    [Theory, MemberData(nameof(Workflows))]
    public void No_workflow_may_do_more_than_it_needs(string file)
    {
        Dictionary<string, Dictionary<object, object>> more = new()
        {
            ["codeql.yml"] = new() { ["contents"] = "read", ["security-events"] = "write" },
            ["release.yml"] = new() { ["contents"] = "write" },
            ["deploy.yml"] = new() { ["contents"] = "read", ["id-token"] = "write" },
        };

        Assert.Equal(new Dictionary<object, object> { ["contents"] = "read" }, Part(Yaml($".github/workflows/{file}"), "permissions"));
        Assert.Equal(
            more.TryGetValue(file, out var needed) ? [needed] : [],
            Jobs(file).Where(job => job.ContainsKey("permissions")).Select(job => Part(job, "permissions")));
    }

    [Fact]
    public void The_deployment_signs_in_with_a_token_of_its_own() =>
        Assert.Equal("${{ vars.AZURE_CLIENT_ID }}", Part(Steps("deploy.yml").Single(s => Uses(s, "azure/login")), "with")["client-id"]);

    // A tag may move to other code. Dependabot updates both the commit and the version.
    [Theory, MemberData(nameof(Workflows))]
    public void Actions_are_named_by_their_commit_and_say_their_version(string file)
    {
        var lines = File.ReadLines(Path.Combine(DeployRig.Repository, ".github/workflows", file))
            .Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Matches(@"^ +(- )?uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line));
    }

    // A later step, for example a test's dependency, would find the token in .git/config.
    [Theory, MemberData(nameof(Workflows))]
    public void No_token_stays_behind_in_the_clone(string file) =>
        Assert.All(
            Steps(file).Where(s => Uses(s, "actions/checkout")), s => Assert.Equal("false", Part(s, "with")["persist-credentials"]));

    [Fact]
    public void The_example_for_a_repository_of_policies_uses_commands_that_exist()
    {
        const string File = "docs/examples/policies-pull-request.yml";
        var job = Assert.Single(Part(Yaml(File), "jobs").Values.Cast<Dictionary<object, object>>());
        var steps = ((List<object>)job["steps"]).Cast<Dictionary<object, object>>().ToList();
        var commands = steps.Where(s => s.ContainsKey("run")).SelectMany(s => ((string)s["run"]).Split('\n')).ToList();
        var hops = commands.Where(line => line.StartsWith("hops ", StringComparison.Ordinal))
            .Select(line => Cli.Commands.Hops.Create().Parse(line.Split(" > ")[0]["hops ".Length..]));

        Assert.Equal(["validate", "backtest"], hops.Select(parsed => parsed.CommandResult.Command.Name));
        Assert.All(hops, parsed => Assert.Empty(parsed.Errors));
        Assert.All(commands, command => Assert.DoesNotContain("${{", command, StringComparison.Ordinal));
    }

    [Fact]
    public void All_tests_are_run() =>
        Assert.Contains(Steps("ci.yml"), s => s.TryGetValue("run", out var command) && (string)command == "tests/run.sh");

    [Fact]
    public void Azd_finds_the_template_the_package_and_the_app()
    {
        var azd = Yaml("azure.yaml");
        var app = Part(Part(azd, "services"), "app");

        Assert.True(File.Exists(
            Path.Combine(DeployRig.Repository, (string)Part(azd, "infra")["path"], $"{Part(azd, "infra")["module"]}.bicepparam")));
        Assert.Contains($"folder={app["dist"]} ", Text("infra/package.sh"), StringComparison.Ordinal);
        Assert.All(Snapshot.Deployments, d =>
            Assert.Equal("app", (string)Snapshot.Of(d).Only("Microsoft.Web/sites")["tags"]!["azd-service-name"]!));
    }

    // Provisioning alone builds no package.
    [Fact]
    public void Azd_asks_for_the_package_only_after_it_was_built()
    {
        var hooks = Part(Yaml("azure.yaml"), "hooks");

        Assert.DoesNotContain("artifacts/", (string)Part(hooks, "postprovision")["run"], StringComparison.Ordinal);
        Assert.Contains("artifacts/package/policies.json", (string)Part(hooks, "postdeploy")["run"], StringComparison.Ordinal);
    }

    // azd passes the template's outputs to its hooks under their own names.
    [Fact]
    public void Azd_hooks_call_scripts_that_exist_with_outputs_that_exist()
    {
        var azd = Yaml("azure.yaml");
        var outputs = File.ReadLines(Path.Combine(Bicep.Folder, "main.bicep")).Where(l => l.StartsWith("output ", StringComparison.Ordinal))
            .Select(l => l.Split(' ')[1]).ToList();
        var hooks = Part(azd, "hooks").Values.Concat(Part(Part(Part(azd, "services"), "app"), "hooks").Values)
            .SelectMany(h => ((string)((Dictionary<object, object>)h)["run"]).Split('\n', StringSplitOptions.RemoveEmptyEntries));

        Assert.All(hooks, hook =>
        {
            Assert.True(File.Exists(Path.Combine(DeployRig.Repository, hook.Split(' ')[0])));
            Assert.All(hook.Split('"').Where(w => w.StartsWith('$')).Select(w => w[1..]), name =>
                Assert.Contains(name, outputs.Append("AZURE_RESOURCE_GROUP")));
        });
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(DeployRig.Repository, file));

    private static Dictionary<object, object> Yaml(string file) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(Text(file));

    private static Dictionary<object, object> Part(Dictionary<object, object> whole, string name) =>
        (Dictionary<object, object>)whole[name];

    private static IEnumerable<Dictionary<object, object>> Jobs(string file) =>
        Part(Yaml($".github/workflows/{file}"), "jobs").Values.Cast<Dictionary<object, object>>();

    private static IEnumerable<Dictionary<object, object>> Steps(string file) =>
        Jobs(file).SelectMany(j => (List<object>)j["steps"]).Cast<Dictionary<object, object>>();

    private static bool Uses(Dictionary<object, object> step, string action) =>
        step.TryGetValue("uses", out var uses) && ((string)uses).StartsWith(action, StringComparison.Ordinal);
}
