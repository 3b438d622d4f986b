using HopsworksFunctions.Core.State;

namespace HopsworksFunctions.Tests.State;

public sealed class RunPageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static FinishedRun Run(string id, int minute) =>
        new(id, "timer", Noon, Noon.AddMinutes(minute), RunOutcome.Ok, null, null, new(0, 0, 0, 0));

    private static List<string> Ids(RunPage page) => [.. page.Runs.Select(r => r.Id)];

    [Fact]
    public void Runs_that_finish_meanwhile_move_no_page_and_those_of_one_instant_are_not_skipped()
    {
        FinishedRun[] runs = [Run("d", 9), Run("b", 5), Run("c", 5), Run("a-1", 1)];
        var first = RunPage.Of(runs, 2, null);
        Assert.True(RunCursor.TryParse(first.Next!.ToString(), out var after));
        var second = RunPage.Of([Run("e", 10), .. runs], 2, after);

        Assert.Equal([["d", "c"], ["b", "a-1"]], [Ids(first), Ids(second)]);
        Assert.Null(second.Next);
    }

    [Fact]
    public void A_place_whose_run_is_kept_no_longer_still_is_one()
    {
        var after = RunPage.Of([Run("c", 9), Run("b", 5), Run("a", 1)], 2, null).Next;

        Assert.Equal(["a"], Ids(RunPage.Of([Run("a", 1)], 2, after)));
        Assert.Empty(RunPage.Of([Run("z", 20)], 2, after).Runs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("x-a")]
    [InlineData("12")]
    [InlineData("99999999999999999999-a")]
    public void What_was_never_given_out_is_no_place(string text) => Assert.False(RunCursor.TryParse(text, out _));
}
