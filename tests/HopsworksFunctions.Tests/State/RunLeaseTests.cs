using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Core.State.Sqlite;

namespace HopsworksFunctions.Tests.State;

public sealed class MemoryRunLeaseTests : RunLeaseContract
{
    private MemoryRunLease? lease;

    protected override Task<IRunLease> OpenAsync() => Task.FromResult<IRunLease>(lease ??= new(Time));
}

public sealed class FileRunLeaseTests : RunLeaseContract, IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("lease-");

    protected override Task<IRunLease> OpenAsync() => Task.FromResult<IRunLease>(new FileRunLease(folder.FullName, "default", Time));

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task What_a_killed_holder_left_does_not_hold_it()
    {
        var files = folder.CreateSubdirectory("default/lease").FullName;
        await File.WriteAllTextAsync(Path.Combine(files, "run.lock"), "", Stop);
        await File.WriteAllTextAsync(Path.Combine(files, "holder.json"), """{"holder":"a dead one","since":"2026-03-01T00:00:00Z"}""", Stop);
        var lease = await OpenAsync();
        await using var held = (await lease.TryAcquireAsync("the next", Stop)).Lease;
        Assert.NotNull(held);
        Assert.Equal("the next", (await lease.TryAcquireAsync("one more", Stop)).HeldBy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    public async Task A_holder_that_cannot_be_read_holds_it_namelessly(string content)
    {
        var lease = await OpenAsync();
        await using var held = (await lease.TryAcquireAsync("the first", Stop)).Lease;
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "default/lease/holder.json"), content, Stop);
        Assert.Equal(new LeaseAttempt(null), await lease.TryAcquireAsync("the second", Stop));
    }

    [Fact]
    public async Task A_holder_that_has_just_come_is_named_when_it_has_signed()
    {
        var files = folder.CreateSubdirectory("default/lease").FullName;
        await using var locked = new FileStream(Path.Combine(files, "run.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        var second = (await OpenAsync()).TryAcquireAsync("the second", Stop);
        await File.WriteAllTextAsync(Path.Combine(files, "signing"), """{"holder":"the first","since":"2026-03-02T07:00:00Z"}""", Stop);
        File.Move(Path.Combine(files, "signing"), Path.Combine(files, "holder.json"));
        Assert.Equal(new LeaseAttempt(null, "the first", Time.GetUtcNow()), await second);
    }
}
