namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>Like <see cref="OracleTests"/>, for what is due at the starts and ends of windows.</summary>
public sealed class OracleOfBoundariesTests
{
    [Theory]
    [InlineData("", "2 07:00 run a=stopped\n 2 07:05 run a=stopped | start a windowStart")]
    [InlineData("is not started", "2 07:00 run a=stopped\n 2 07:05 run a=stopped")]
    [InlineData("is not started", "2 06:58 edit renamed\n 2 07:00 run a=stopped\n 2 07:05 run a=stopped")]
    [InlineData("is not started", "1 19:30 edit long\n 1 19:30 run a=stopped\n 1 19:35 run a=stopped")]
    [InlineData("", "1 19:07 edit long\n 1 19:10 run a=stopped\n 1 19:15 run a=stopped | start a windowStart")]
    [InlineData("", "2 07:00 broken run\n 2 07:05 broken run\n 2 07:10 run a=stopped\n 2 07:15 run a=stopped | start a windowStart")]
    [InlineData("", "2 06:00 hold a 120\n 2 07:00 run a=stopped\n 2 07:55 run a=stopped\n 2 08:00 run a=stopped")]
    [InlineData("is not started", "2 06:00 hold a 120\n 2 07:00 run a=stopped\n 2 08:00 run a=stopped\n 2 08:05 run a=stopped")]
    [InlineData("", "2 06:30 run a=stopped#prod\n 2 06:35 run a=stopped\n 2 07:00 run a=stopped\n 2 07:35 run a=stopped")]
    [InlineData("is not started", "2 06:30 run a=stopped#prod\n 2 06:35 run a=stopped\n 2 07:35 run a=stopped\n 2 07:40 run a=stopped")]
    [InlineData(
        "", "1 20:00 run a=running | stop a windowEnd untrue\n 1 20:05 run a=stopped\n 2 07:00 run a=stopped\n 2 07:05 run a=stopped")]
    [InlineData("", """
        1 20:00 hand start a
        1 20:05 run a=running
        1 20:10 hand stop a
        1 20:15 run a=stopped
        2 07:00 run a=stopped
        2 07:05 run a=stopped
        """)]
    public void Knows_which_starts_are_due(string problem, string then) =>
        History.Check(
            problem, "plain", $"1 18:00 run a=running\n 1 19:00 run a=running | stop a windowEnd\n 1 19:05 run a=stopped\n {then}");

    [Theory]
    [InlineData("is not started", "1 06:00 run a=stopped\n 1 07:00 run a=stopped\n 1 07:05 run a=stopped")]
    [InlineData("", "1 07:30 run a=stopped\n 1 07:35 run a=stopped\n 1 07:55 run a=stopped")]
    [InlineData("is not started", "1 07:30 run a=stopped\n 2 07:00 run a=stopped\n 2 07:05 run a=stopped")]
    public void A_cluster_first_seen_stopped_waits_for_a_window_to_begin(string problem, string history) =>
        History.Check(problem, "plain", history);

    [Theory]
    [InlineData("", "1 06:58 edit plain\n 1 07:00 run a=stopped\n 1 07:05 run a=stopped\n 1 07:10 run a=stopped")]
    [InlineData("is not started", "1 06:58 edit plain\n 1 06:59 run a=stopped\n 1 07:00 run a=stopped\n 1 07:05 run a=stopped")]
    public void A_stopped_cluster_that_gets_its_first_schedule_waits_for_a_window_after_that(string problem, string then) =>
        History.Check(problem, "bare", $"1 06:00 run a=stopped\n {then}");

    [Theory]
    // The stops of clusters seen for hours are all made, however many there are, by the second run.
    [InlineData("", """
        1 17:00 run a=running b=running c=running
        1 19:00 run a=running b=running c=running | stop a windowEnd | stop b windowEnd | stop c windowEnd
        """)]
    [InlineData("c still runs", """
        1 17:00 run a=running b=running c=running
        1 19:00 run a=running b=running c=running | stop a windowEnd | stop b windowEnd
        1 19:05 run a=running b=running c=running
        """)]
    [InlineData("a still runs", "1 17:00 run a=running\n 1 18:58 edit renamed\n 1 19:00 run a=running\n 1 19:05 run a=running")]
    [InlineData("", "1 17:00 run a=running\n 1 18:30 broken run\n 1 19:00 run a=running\n 1 19:05 run a=running")]
    [InlineData("", "1 17:00 run a=running\n 1 18:30 hold a 60\n 1 19:00 run a=running\n 1 19:05 run a=running")]
    // Stops of clusters that were just seen or are idle are unexpected, so at most two are allowed in an hour.
    [InlineData("3th unforeseen", "1 19:30 run a=running b=running c=running | stop a windowEnd | stop b windowEnd | stop c windowEnd")]
    [InlineData(
        "3th unforeseen", "1 12:00 run a=running b=running c=running | stop a idle | stop b idle\n 1 12:55 run c=running | stop c idle")]
    [InlineData("", "1 12:00 run a=running b=running c=running | stop a idle | stop b idle\n 1 13:00 run c=running | stop c idle")]
    // A new cluster is stopped when its grace period ends at 14:00, which is known more than an hour ahead.
    [InlineData("", """
        6 12:30 run a=running#new b=running#new c=running#new
        6 14:00 run a=running#new b=running#new c=running#new | stop a windowEnd | stop b windowEnd | stop c windowEnd
        """)]
    public void Knows_surprises_from_what_was_foreseen(string problem, string history) => History.Check(problem, "plain", history);

    [Theory]
    // A manual start period begins with the run that sees the start, perhaps long after it.
    [InlineData("", "1 09:50 run a=running")]
    [InlineData("a still runs", "1 05:05 run a=running")]
    [InlineData("a still runs", "1 05:05 run a=running\n 1 09:50 run a=running")]
    public void What_a_person_started_is_foreseen_once_its_hold_is_over(string problem, string then) => History.Check(problem, "noon", $"""
        1 04:55 run a=stopped
        1 05:00 hand start a
        {then}
        1 12:00 run a=running
        1 12:05 run a=running
        """);

    [Fact]
    public void New_policies_that_stop_what_would_run_for_hours_are_a_surprise() => History.Check("3th unforeseen", "long", """
        1 17:00 run a=running b=running c=running
        1 19:58 edit plain
        1 20:00 run a=running b=running c=running | stop a windowEnd | stop b windowEnd | stop c windowEnd
        """);
}
