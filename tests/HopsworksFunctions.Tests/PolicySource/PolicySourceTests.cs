using HopsworksFunctions.Core.Calendars;
using HopsworksFunctions.Core.PolicySource;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Tests.State;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;

namespace HopsworksFunctions.Tests.PolicySource;

public sealed class PolicySourceTests : IDisposable
{
    private const string Good = """{ "rules": [ { "name": "all", "match": {}, "manage": false } ] }""";
    private const string Newer = """{ "rules": [ { "name": "none", "match": {}, "manage": false } ] }""";
    private const string Bad = """{ "rules": [ { "name": "all", "match": {}, "protct": true } ] }""";

    private readonly string folder = Directory.CreateTempSubdirectory("policies-").FullName;
    private readonly MemoryDocumentStore store = new();

    private string Path => System.IO.Path.Combine(folder, "policies.json");

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_valid_version_is_in_force()
    {
        File.WriteAllText(Path, Good);

        var reading = await NewProcess().ReadAsync(true, None);

        Assert.Equal(("all", null), (reading.Policies!.Rules[0].Name, reading.Error));
    }

    [Fact]
    public async Task An_invalid_new_version_leaves_the_last_good_one_in_force_across_a_restart_too()
    {
        File.WriteAllText(Path, Good);
        var process = NewProcess();
        await process.ReadAsync(true, None);
        File.WriteAllText(Path, Bad);

        foreach (var reading in new[] { await process.ReadAsync(true, None), await NewProcess().ReadAsync(true, None) })
        {
            Assert.Equal("all", reading.Policies!.Rules[0].Name);
            Assert.Equal($"{Path}(1,44): error: $.rules[0].protct: unknown field 'protct'. "
                + $"Did you mean 'protect'?", reading.Error);
        }
    }

    [Fact]
    public async Task A_file_that_is_gone_leaves_the_last_good_one_in_force()
    {
        File.WriteAllText(Path, Good);
        await NewProcess().ReadAsync(true, None);
        File.Delete(Path);

        var reading = await NewProcess().ReadAsync(true, None);

        Assert.Equal("all", reading.Policies!.Rules[0].Name);
        Assert.StartsWith($"Cannot read policy file '{Path}': ", reading.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_corrected_version_is_in_force_at_once()
    {
        File.WriteAllText(Path, Bad);
        var process = NewProcess();
        Assert.Null((await process.ReadAsync(true, None)).Policies);
        File.WriteAllText(Path, Newer);

        Assert.Equal("none", (await process.ReadAsync(true, None)).Policies!.Rules[0].Name);
    }

    [Fact]
    public async Task A_valid_version_is_in_force_even_if_it_cannot_be_stored()
    {
        File.WriteAllText(Path, Good);
        var failing = new FailingDocumentStore(store) { OnWrite = (_, _) => new InvalidOperationException("EntityTooLarge") };

        var reading = await NewProcess(failing).ReadAsync(true, None);

        Assert.Equal(("all", null), (reading.Policies!.Rules[0].Name, reading.Error));
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_not_read_to_its_end_and_leaves_the_last_good_one_in_force()
    {
        File.WriteAllText(Path, Good);
        var process = NewProcess();
        await process.ReadAsync(true, None);
        await using (var large = File.Create(Path))
            large.SetLength(1L << 40);

        var reading = await process.ReadAsync(true, None);

        Assert.Equal("all", reading.Policies!.Rules[0].Name);
        Assert.StartsWith($"{Path}(1,1): error: $: the file is larger than 256 KB", reading.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_look_stores_nothing()
    {
        File.WriteAllText(Path, Good);

        await NewProcess().ReadAsync(false, None);

        Assert.Empty((await store.ReadAsync("policies", None)).Documents);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Core.PolicySource.PolicySource NewProcess(IDocumentStore? documents = null)
    {
        var calendars = new PolicyCalendars(SourceReader.OfDeveloper(folder), new(store), TimeProvider.System);
        return new(new PolicyTextFile(Path), new(documents ?? store, new(store, Duration.FromDays(90)), calendars), calendars,
            NullLogger<Core.PolicySource.PolicySource>.Instance);
    }
}
