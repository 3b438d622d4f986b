using System.Text.Json;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.AzureStorage;
using HopsworksFunctions.Core.State.Files;
using Microsoft.Extensions.Time.Testing;

namespace HopsworksFunctions.Tests.State;

public sealed class FileDocumentStoreTests : DurableDocumentStoreContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("state-");

    private string Records => Path.Combine(folder.FullName, "new", "default", "record");

    protected override Task<IDocumentStore> OpenAsync() => OpenAsync("default");

    protected override Task<IDocumentStore> OpenAsync(string account) =>
        Task.FromResult<IDocumentStore>(new FileDocumentStore(Path.Combine(folder.FullName, "new"), account, TimeProvider.System));

    protected override async Task<object> DamageAsync(string kind, string key, Damage damage)
    {
        var path = Path.Combine(Records, $"{key}.json");
        var text = await File.ReadAllTextAsync(path, Stop);
        text = damage switch
        {
            Damage.Truncated => text[..^2],
            Damage.NewerSchema => text.Replace("\"schema\":2", "\"schema\":3", StringComparison.Ordinal),
            Damage.Foreign => "[\"somebody else's\"]",
        };
        await File.WriteAllTextAsync(path, text, Stop);
        return text;
    }

    protected override async Task AgeAsync(string kind, string key)
    {
        var path = Path.Combine(Records, $"{key}.json");
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path, Stop)).Replace("\"schema\":2", "\"schema\":1", StringComparison.Ordinal), Stop);
    }

    protected override async Task<int> SchemaAsync(string kind, string key)
    {
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Records, $"{key}.json"), Stop));
        return document.RootElement.GetProperty("schema").GetInt32();
    }

    protected override async Task<object> KeptAsync(string aside) => await File.ReadAllTextAsync(aside, Stop);

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("{\"schema\":1}")]
    [InlineData("{\"schema\":0,\"version\":\"1\",\"document\":1}")]
    [InlineData("{\"schema\":1,\"version\":1,\"document\":1}")]
    [InlineData("{\"schema\":99999999999,\"version\":\"1\",\"document\":1}")]
    [InlineData("\0\0\0\0")]
    public async Task Any_other_content_is_damage_too(string content)
    {
        var store = await OpenAsync();
        await store.WriteAsync("record", "a", "1", null, Stop);
        await File.WriteAllTextAsync(Path.Combine(Records, "a.json"), content, Stop);
        Assert.Single((await store.ReadAsync("record", Stop)).Damaged);
    }

    [Fact]
    public async Task What_a_killed_writer_left_is_not_read_and_does_not_stay()
    {
        var store = await OpenAsync();
        var version = await store.WriteAsync("record", "a", "1", null, Stop);
        await File.WriteAllTextAsync(Path.Combine(Records, ".tmp"), "{\"schema\":1,\"vers", Stop);
        Assert.Equal("1", Assert.Single((await store.ReadAsync("record", Stop)).Documents).Json);

        await store.WriteAsync("record", "a", "2", version, Stop);
        Assert.Equal(["a.json"], Directory.EnumerateFiles(Records).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Files_with_other_names_are_left_alone()
    {
        var store = await OpenAsync();
        await store.WriteAsync("record", "a", "1", null, Stop);
        File.Copy(Path.Combine(Records, "a.json"), Path.Combine(Records, "Copy of a.json"));
        Assert.Equal("a", Assert.Single((await store.ReadAsync("record", Stop)).Documents).Key);
    }

    [Fact]
    public async Task Only_its_user_can_read_it()
    {
        if (OperatingSystem.IsWindows()) return;
        await (await OpenAsync()).WriteAsync("record", "a", "1", null, Stop);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Records, "a.json")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Records));
    }

    [Fact]
    public async Task Waits_for_another_process_but_not_for_ever()
    {
        var time = new FakeTimeProvider();
        var store = new FileDocumentStore(Path.Combine(folder.FullName, "new"), "default", time);
        using var other = PrivateFiles.TryLock(Path.Combine(folder.FullName, "new", "default", ".lock"));
        var hopeless = store.WriteAsync("record", "a", "1", null, Stop);
        time.Advance(TimeSpan.FromSeconds(11));
        await Assert.ThrowsAsync<StateUnavailableException>(() => hopeless);

        var patient = (await OpenAsync()).WriteAsync("record", "a", "1", null, Stop);
        Assert.False(patient.IsCompleted);
        other!.Dispose();
        await patient;
    }

    [Fact]
    public async Task A_folder_that_cannot_be_had_is_named_with_its_setting()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "new"), "a file", Stop);
        var store = await OpenAsync();
        var e = await Assert.ThrowsAsync<StateUnavailableException>(() => store.ReadAsync("record", Stop));
        Assert.Contains(Path.Combine(folder.FullName, "new"), e.Message, StringComparison.Ordinal);
        Assert.Contains("State__Directory", e.Message, StringComparison.Ordinal);
    }
}
