namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>Like <see cref="OracleTests"/>, for starts ahead of a window and for stops that wait until a cluster is idle.</summary>
public sealed class OracleOfLeadsAndDrainsTests
{
    [Theory]
    [InlineData("", "1 06:00 run a=stopped\n 1 06:30 run a=stopped | start a windowStart")]
    [InlineData("before its window", "1 06:00 run a=stopped\n 1 06:25 run a=stopped | start a windowStart")]
    [InlineData("is not started", "1 06:00 run a=stopped\n 1 06:30 run a=stopped\n 1 06:35 run a=stopped")]
    // For a cluster first seen in the start-ahead time, the window counts as begun.
    [InlineData("", "1 06:40 run a=stopped\n 1 07:00 run a=stopped\n 1 07:05 run a=stopped")]
    [InlineData("", "1 06:40 run a=stopped\n 1 06:45 edit plain\n 1 07:00 run a=stopped\n 1 07:05 run a=stopped")]
    [InlineData("", """
        1 06:00 run a=stopped
        1 06:30 run a=stopped | start a windowStart failed
        1 06:45 edit plain
        1 07:00 run a=stopped
        1 07:05 run a=stopped
        """)]
    [InlineData("in its window", "2 06:35 run a=running | stop a windowEnd")]
    [InlineData("in its window", "2 12:00 run a=running | stop a holdEnd")]
    [InlineData("", "2 06:35 run a=running | stop a idle")]
    public void Knows_how_long_ahead_a_start_is_sent(string problem, string history) => History.Check(problem, "ahead", history);

    [Theory]
    [InlineData("", "2 06:50 run a=stopped | start a windowStart")]
    [InlineData("before its window", "2 06:45 run a=stopped | start a windowStart")]
    [InlineData("is not started", "2 06:50 run a=stopped\n 2 06:55 run a=stopped")]
    public void Learns_from_the_starts_how_long_ahead_one_is_sent(string problem, string then) => History.Check(problem, "auto", $"""
        1 06:00 run a=stopped
        1 07:00 run a=stopped | start a windowStart
        1 07:10 run a=running
        1 19:00 run a=running | stop a windowEnd
        1 19:05 run a=stopped
        {then}
        """);

    [Theory]
    [InlineData("", "2 06:00 run a=stopped | start a windowStart")]
    [InlineData("before its window", "2 05:55 run a=stopped | start a windowStart")]
    public void A_start_whose_answer_was_lost_may_count_or_not_and_never_for_more_than_an_hour(string problem, string then) =>
        History.Check(problem, "auto", $"""
            1 06:00 run a=stopped
            1 07:00 run a=stopped | start a windowStart lost
            1 07:10 run a=running
            1 19:00 run a=running | stop a windowEnd
            1 19:05 run a=stopped
            {then}
            """);

    [Theory]
    [InlineData("", "1 18:35 run a=running\n 1 19:00 run a=running | stop a windowEnd")]
    [InlineData("drains from", "1 18:50 run a=running\n 1 19:00 run a=running | stop a windowEnd")]
    [InlineData("drains from", """
        1 18:35 run a=running
        1 18:45 run a=running#busy
        1 18:50 run a=running
        1 19:05 run a=running | stop a windowEnd
        """)]
    [InlineData("drains from", "1 18:35 run a=running\n 1 19:00 run a=running#unknown | stop a windowEnd")]
    [InlineData("drains from", "1 17:00 run a=running#busy\n 1 19:55 run a=running#busy | stop a windowEnd")]
    [InlineData("", "1 17:00 run a=running#busy\n 1 20:00 run a=running#busy | stop a windowEnd")]
    // The drain begins at the end of a hold, when the cluster is first seen, or after the manual start period.
    [InlineData("drains from", "1 18:00 hold a 120\n 1 18:05 run a=running#busy\n 1 20:55 run a=running#busy | stop a holdEnd")]
    [InlineData("", "1 18:00 hold a 120\n 1 18:05 run a=running#busy\n 1 21:00 run a=running#busy | stop a holdEnd")]
    [InlineData("drains from", "1 21:00 run a=running#busy\n 1 21:55 run a=running#busy | stop a windowEnd")]
    [InlineData("", "1 21:00 run a=running#busy\n 1 22:00 run a=running#busy | stop a windowEnd")]
    [InlineData("drains from", """
        1 20:00 run a=stopped
        1 20:03 hand start a
        1 20:05 run a=running#busy
        2 00:55 run a=running#busy | stop a manualHoldEnd
        """)]
    [InlineData("", """
        1 20:00 run a=stopped
        1 20:03 hand start a
        1 20:05 run a=running#busy
        2 01:05 run a=running#busy | stop a manualHoldEnd
        """)]
    // Neither a hold nor the maximum uptime waits.
    [InlineData("", "1 19:05 run a=running#busy | stop a holdDown")]
    [InlineData("", "1 19:05 run a=running#busy | stop a maxUptime")]
    public void Knows_how_long_a_drain_may_last(string problem, string history) => History.Check(problem, "drained", history);

    [Theory]
    [InlineData("still", """
        1 17:00 run a=running#busy
        1 20:05 run a=running#busy
        1 20:10 run a=running#busy
        1 20:15 run a=running#busy
        """)]
    [InlineData("still", """
        1 17:00 run a=running#busy
        1 19:02 use a
        1 19:05 run a=running
        1 19:35 run a=running
        1 19:40 run a=running
        """)]
    [InlineData("", "1 17:00 run a=running#busy\n 1 19:02 use a\n 1 19:05 run a=running\n 1 19:20 run a=running\n 1 19:25 run a=running")]
    [InlineData("", "1 17:00 run a=running#busy\n 1 19:30 hold a 60\n 1 20:05 run a=running#busy\n 1 21:30 run a=running#busy")]
    public void Knows_when_a_drain_is_over(string problem, string history) => History.Check(problem, "drained", history, once: false);

    [Theory]
    [InlineData("", """
        1 18:00 run a=running#busy
        1 19:00 run a=running#busy | drain a
        1 19:25 run a=running | warn a
        1 19:30 run a=running#busy | warn over a
        1 19:45 run a=running#busy | warn a
        1 20:00 run a=running#busy | stop a windowEnd
        """)]
    [InlineData("", """
        1 18:00 run a=running#busy
        1 19:00 run a=running#busy | drain a
        1 19:05 hold a 60
        1 19:05 run a=running#busy | warn over a
        """)]
    [InlineData("not announced", """
        1 18:00 run a=running#busy
        1 19:00 run a=running#busy | drain a
        1 20:00 run a=running#busy | stop a windowEnd
        """)]
    [InlineData("neither made nor told", """
        1 18:00 run a=running#busy
        1 19:00 run a=running#busy | drain a
        1 20:52 run a=stopped
        1 20:57 run a=stopped
        """)]
    public void A_drain_that_is_told_announces_no_stop(string problem, string history) => History.Check(problem, "told", history);
}
