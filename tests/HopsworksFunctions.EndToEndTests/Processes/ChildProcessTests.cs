namespace HopsworksFunctions.EndToEndTests.Processes;

public sealed class ChildProcessTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    [Fact]
    public async Task Finds_lines_that_came_and_lines_to_come()
    {
        await using var child = Shell("echo first; echo second >&2; exec sleep 60");

        await child.WaitForLineAsync("second");

        Assert.Equal("first", await child.WaitForLineAsync("first"));
        Assert.False(child.HasExited);
    }

    [Fact]
    public async Task Tells_what_was_printed_when_a_line_does_not_come()
    {
        await using var silent = Shell("echo almost; exec sleep 60");
        await using var ended = Shell("echo over; exit 3");

        await silent.WaitForLineAsync("almost");
        var late = await Assert.ThrowsAsync<InvalidOperationException>(() => silent.WaitForLineAsync("ready", Soon));
        var never = await Assert.ThrowsAsync<InvalidOperationException>(() => ended.WaitForLineAsync("ready"));

        Assert.Matches("in time(.|\n)*almost", late.Message);
        Assert.Matches("ended(.|\n)*over", never.Message);
        Assert.Equal(3, await ended.WaitForExitAsync());
    }

    [Fact]
    public async Task Passes_and_removes_variables()
    {
        await using var child = ChildProcess.Start(
            "/bin/sh", ["-c", "echo \"$ADDED-${HOME:-gone}\""], new Dictionary<string, string?> { ["ADDED"] = "here", ["HOME"] = null });

        Assert.Equal(0, await child.WaitForExitAsync());
        Assert.Equal(["here-gone"], child.Lines);
    }

    [Fact]
    public async Task Leaves_nothing_behind()
    {
        int grandchild;
        await using (var child = Shell("sleep 60 & echo $!; wait"))
        {
            grandchild = int.Parse(await child.WaitForLineAsync(_ => true), System.Globalization.CultureInfo.InvariantCulture);
            Assert.True(ProcessTree.IsRunning(grandchild));
        }

        Assert.True(SpinWait.SpinUntil(() => !ProcessTree.IsRunning(grandchild), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Can_be_disposed_after_a_crash()
    {
        await using var child = Shell("exec sleep 60");

        child.Kill();

        Assert.Equal(128 + 9, await child.WaitForExitAsync());
    }

    private static ChildProcess Shell(string script) => ChildProcess.Start("/bin/sh", ["-c", script]);
}
