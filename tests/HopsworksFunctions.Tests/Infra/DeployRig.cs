using System.Diagnostics;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>The scripts in their own folder, with stand-ins for the commands that need Azure, a network or minutes.</summary>
internal sealed class DeployRig : IDisposable
{
    public const string ApiKey = "kEyMaRkEr.of-a-deployment";

    private readonly string root = Directory.CreateTempSubdirectory("deploy-").FullName;
    private readonly string state;

    public DeployRig()
    {
        state = Directory.CreateDirectory(Path.Combine(root, "state")).FullName;
        var infra = Directory.CreateDirectory(Path.Combine(root, "infra")).FullName;
        foreach (var file in Directory.GetFiles(Bicep.Folder).Where(f => Path.GetExtension(f) is ".sh" or ".bicepparam"))
            File.Copy(file, Path.Combine(infra, Path.GetFileName(file)));
        File.Copy(Path.Combine(Repository, "policies.sample.json"), Path.Combine(root, "policies.sample.json"));
        Type(ApiKey);
    }

    public static string Repository { get; } = Path.GetDirectoryName(Bicep.Folder)!;

    public static string StandIns { get; } = Path.Combine(Repository, "tests/HopsworksFunctions.Tests/Infra/stand-ins");

    /// <summary>The calls in order, with all arguments.</summary>
    public IReadOnlyList<string> Calls => Kept("calls")?.Split('\n', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The calls without their options.</summary>
    public IEnumerable<string> Commands => Calls.Select(c => c.Split(" -")[0]);

    /// <summary>Returns what a stand-in received, such as "policies" or a secret by its name; null for nothing.</summary>
    public string? Kept(string name) => File.Exists(Path.Combine(state, name)) ? File.ReadAllText(Path.Combine(state, name)) : null;

    /// <summary>Sets what is typed when a script asks.</summary>
    public void Type(string line) => File.WriteAllText(Path.Combine(root, "typed"), line + "\n");

    public void Forget(string name) => File.Delete(Path.Combine(state, name));

    public bool HasPackage => File.Exists(Package);

    private string Package => Path.Combine(root, "artifacts/package.zip");

    /// <summary>Returns the zip that package.sh makes.</summary>
    public async Task<byte[]> PackageAsync(params (string Name, string Value)[] environment)
    {
        var run = await RunAsync("package.sh", [], environment);
        Assert.True(run.ExitCode == 0, run.Errors);
        return await File.ReadAllBytesAsync(Package, TestContext.Current.CancellationToken);
    }

    /// <summary>All files except those of the stand-ins.</summary>
    public IEnumerable<string> Files => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
        .Where(f => Path.GetDirectoryName(f) != state).Order(StringComparer.Ordinal);

    public Task<Bicep.Run> RunAsync(string script, string[] arguments, params (string Name, string Value)[] environment) =>
        BashAsync([$"infra/{script}", .. arguments], environment);

    /// <summary>Runs commands as a person types them.</summary>
    public Task<Bicep.Run> RunTextAsync(string commands) => BashAsync(["-c", commands], []);

    private async Task<Bicep.Run> BashAsync(string[] arguments, (string Name, string Value)[] environment)
    {
        // The typed input comes from a file, because a script that ends without asking would break a pipe.
        var start = new ProcessStartInfo("bash", ["-c", "exec bash \"$@\" <typed", "-", .. arguments])
        {
            WorkingDirectory = root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = $"{StandIns}:{start.Environment["PATH"]}";
        start.Environment["STATE"] = state;
        start.Environment["HOPSFN_PAUSE"] = "0";
        foreach (var name in (string[])["AZURE_PRINCIPAL_ID", "AZURE_PRINCIPAL_TYPE", "AZURE_SUBSCRIPTION_ID", "HOPSFN_RECOVER_VAULT"])
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return new(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
