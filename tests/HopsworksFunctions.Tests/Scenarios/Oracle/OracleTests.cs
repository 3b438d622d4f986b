namespace HopsworksFunctions.Tests.Scenarios.Oracle;

/// <summary>Tests of the oracle itself, with histories that a person can judge.</summary>
public sealed class OracleTests
{
    [Theory]
    [InlineData("warned", "1 18:45 run a=running | warn a\n 1 19:00 run a=running | stop a windowEnd")]
    [InlineData("warned", "1 18:45:59 run a=running | warn a\n 1 19:00 run a=running | stop a windowEnd")]
    [InlineData("warned", "1 19:00 run a=running | warn a\n 1 19:15 run a=running | stop a windowEnd")]
    [InlineData("warned", "1 12:00 run a=running | stop a holdDown")]
    [InlineData("warned", """
        1 18:45 run a=running | warn a
        1 19:00 run a=running | stop a windowEnd failed
        1 19:05 run a=running | stop a windowEnd failed
        1 19:15 run a=running | stop a windowEnd failed | begins stopFailed a
        1 19:35 run a=running | stop a windowEnd failed
        1 20:05 run a=running | stop a windowEnd
        1 20:10 run a=stopped | over stopFailed a
        """)]
    [InlineData("warned", """
        1 18:45 run a=running | warn a
        1 18:50 run a=running | warn over a
        1 19:40 run a=running | warn a
        1 19:55 run a=running | stop a windowEnd
        """)]
    [InlineData("warned", "1 18:45 run a=running | warn a\n 1 19:40 broken run\n 1 19:45 broken run\n 1 19:50 run a=running | warn over a")]
    // The app cancels the warning of a stop that was never seen to take effect.
    [InlineData("warned", """
        1 18:45 run a=running | warn a
        1 19:00 run a=running | stop a windowEnd
        1 19:03 hand start a
        1 19:05 run a=running | warn over a
        """)]
    [InlineData(
        "warned", "1 18:45 run a=running | warn a\n 1 18:50 lose\n 1 18:50 run a=running\n 1 20:00 run a=stopped\n 1 20:05 run a=stopped")]
    [InlineData(
        "warned", "1 18:45 run a=running | warn a\n 1 19:00 run a=running | stop a windowEnd untrue\n 1 19:05 run a=stopped | warn over a")]
    [InlineData("warned", "1 18:45 run a=running | warn a\n 1 19:00 run a=running | dry a\n 1 20:00 run a=stopped\n 1 20:05 run a=stopped")]
    // Three refusals need an incident. A rejected key has its own incident and is retried at each run, and new policies begin a new series
    // of attempts.
    [InlineData("plain", """
        1 19:00 run a=running | stop a windowEnd failed key
        1 19:05 run a=running | stop a windowEnd failed key
        1 19:10 run a=running | stop a windowEnd failed key | begins key -
        """)]
    [InlineData("plain", """
        1 19:00 run a=running | unread a
        1 19:05 run a=running | unread a
        1 19:15 run a=running | unread a | begins stopFailed a
        """)]
    [InlineData("plain", "1 19:00 run a=running | stop a windowEnd failed 20\n 1 19:20 run a=running | stop a windowEnd failed")]
    [InlineData("plain", """
        1 19:00 run a=running | stop a windowEnd failed
        1 19:02 edit renamed
        1 19:05 run a=running | stop a windowEnd failed
        1 19:10 run a=running | stop a windowEnd lost
        """)]
    // Another action begins a new series of attempts.
    [InlineData("plain", """
        1 18:45 run a=running | unread a | meant addWorkers a restoreWorkers
        1 18:50 run a=running | unread a | meant addWorkers a restoreWorkers
        1 18:55 run a=running | unread a | meant stop a manualHoldEnd
        """)]
    // Protection ends an hour after it was last seen, or at once if the state is lost.
    [InlineData("plain", "1 18:30 run a=running#prod\n 1 19:25 run a=running\n 1 19:30 run a=running | stop a windowEnd")]
    [InlineData("plain", "1 18:30 run a=running#prod\n 1 18:45 lose\n 1 19:05 run a=running | stop a windowEnd")]
    public void Passes_what_is_right(string policies, string history) => History.Check("", policies, history);

    [Theory]
    [InlineData("not announced", "warned", "1 18:45 run a=running\n 1 19:00 run a=running | stop a windowEnd")]
    [InlineData(
        "announced at 2026-06-01T18:55:00Z only", "warned", "1 18:55 run a=running | warn a\n 1 19:00 run a=running | stop a windowEnd")]
    [InlineData("no longer", "warned", """
        1 18:45 run a=running | warn a
        1 18:50 run a=running | warn over a
        1 19:00 run a=running | stop a windowEnd
        """)]
    [InlineData("no longer", "warned", """
        1 18:45 run a=running | warn a
        1 18:50 run a=stopped
        1 18:55 run a=running
        1 19:00 run a=running | stop a windowEnd
        """)]
    [InlineData("as long ago", "warned", "1 18:45 run a=running | warn a\n 1 19:40 run a=running | stop a windowEnd")]
    [InlineData("as long ago", "warned", """
        1 18:45 run a=running | warn a
        1 19:00 run a=running | stop a windowEnd failed
        1 20:05 run a=running | stop a windowEnd
        """)]
    [InlineData("not announced", "warned", """
        1 18:45 run a=running | warn a
        1 19:00 run a=running | stop a windowEnd
        1 19:05 run a=running | stop a windowEnd
        """)]
    [InlineData("neither made nor told", "warned", "1 18:45 run a=running | warn a\n 1 19:37 run a=stopped\n 1 19:42 run a=stopped")]
    [InlineData("can be over", "warned", """
        1 18:45 run a=running | warn a
        1 18:50 run a=running | warn over a
        1 18:55 run a=running | warn over a
        """)]
    [InlineData("can be over", "warned", "1 18:45 run a=running | warn over a")]
    [InlineData("can be over", "warned", """
        1 18:45 run a=running | warn a
        1 19:00 run a=running | stop a windowEnd
        1 19:05 run a=stopped
        1 19:10 run a=running | warn over a
        """)]
    [InlineData("no incident is open", "plain", """
        1 19:00 run a=running | stop a windowEnd failed
        1 19:05 run a=running | stop a windowEnd failed
        1 19:15 run a=running | stop a windowEnd failed | begins startFailed a
        """)]
    [InlineData("no incident is open", "plain", """
        1 19:00 run a=running | unread a
        1 19:05 run a=running | unread a
        1 19:15 run a=running | unread a
        """)]
    [InlineData("no incident is open", "plain", """
        1 19:00 run a=running | stop a windowEnd failed 30
        1 19:30 run a=running | stop a windowEnd failed
        """)]
    [InlineData("tried again", "plain", """
        1 19:00 run a=running | stop a windowEnd failed
        1 19:05 run a=running | stop a windowEnd failed
        1 19:13 run a=running | stop a windowEnd failed | begins stopFailed a
        """)]
    [InlineData(
        "tried again", "plain", "1 19:00 run a=running | stop a windowEnd failed 20\n 1 19:10 run a=running | stop a windowEnd failed")]
    [InlineData("tried again", "plain", """
        1 18:45 run a=running | unread a | meant stop a manualHoldEnd
        1 18:50 run a=running | unread a | meant stop a manualHoldEnd
        1 18:55 run a=running | unread a | meant stop a manualHoldEnd | begins stopFailed a
        """)]
    [InlineData("tried too often", "plain", """
        1 07:00 run a=stopped | start a windowStart failed
        1 07:05 run a=stopped | start a windowStart failed
        1 07:15 run a=stopped | start a windowStart failed | begins startFailed a
        1 07:35 run a=stopped | start a windowStart failed
        1 08:05 run a=stopped | start a windowStart failed
        1 08:35 run a=stopped | start a windowStart failed
        """)]
    [InlineData("begins although", "plain", "1 19:00 run a=running | begins stopFailed a | begins stopFailed a")]
    [InlineData("is over although", "plain", "1 19:00 run a=running | over stopFailed a")]
    [InlineData("open although it is running", "plain", """
        1 08:00 run a=stopped | begins startFailed a
        1 08:05 run a=running
        1 08:10 run a=running
        """)]
    [InlineData("open although it is stopped", "plain", """
        1 20:00 run a=running | begins stopFailed a
        1 20:05 run a=stopped
        1 20:10 run a=stopped
        """)]
    [InlineData("was protected", "plain", "1 18:30 run a=running#prod\n 1 19:00 run a=running\n 1 19:25 run a=running | stop a windowEnd")]
    public void Finds_what_is_wrong(string problem, string policies, string history) => History.Check(problem, policies, history);

    [Theory]
    // All workers come back after some runs or hours, unless a person both stopped and started the cluster.
    [InlineData(
        "", "u", "u", "2 07:05 run a=running | addWorkers a restoreWorkers\n 2 07:10 run a=running/m2/s2*\n 2 12:00 run a=running/m2/s2*")]
    [InlineData(
        "", "u", "h", "2 07:05 run a=running | addWorkers a restoreWorkers\n 2 07:10 run a=running/m2/s2*\n 2 12:00 run a=running/m2/s2*")]
    [InlineData("", "h", "h", "2 07:05 run a=running\n 2 12:00 run a=running")]
    [InlineData("", "h", "u", "2 07:05 run a=running | addWorkers a restoreWorkers lost\n 2 07:10 run a=running/m2/s2*")]
    [InlineData("without its", "u", "u", "2 07:05 run a=running\n 2 10:00 run a=running\n 2 10:10 run a=running")]
    [InlineData("without its", "u", "h", "2 07:05 run a=running\n 2 10:00 run a=running/m2\n 2 10:10 run a=running/m2")]
    [InlineData("without its", "h", "u", "2 07:05 run a=running\n 2 10:00 run a=running/m2/s1*\n 2 10:10 run a=running/m2/s1*")]
    [InlineData("got more", "u", "u", "2 07:05 run a=running | addWorkers a restoreWorkers\n 2 07:10 run a=running/m3/s2*")]
    [InlineData("got more", "u", "u", "2 07:05 run a=running | addWorkers a restoreWorkers\n 2 07:10 run a=running/m2/s2*/x1")]
    [InlineData("a person stopped and started it", "h", "h", "2 07:05 run a=running\n 2 07:10 run a=running | addWorkers a restoreWorkers")]
    [InlineData("", "u", "h", "2 07:05 run a=running#backup\n 2 11:00 run a=running#backup\n 2 13:55 run a=running")]
    [InlineData("without its", "u", "h", "2 07:05 run a=running#backup\n 2 11:00 run a=running\n 2 14:05 run a=running")]
    // After refusals, manual changes before all workers are back, or lost state, the oracle does not judge yet, or at all.
    [InlineData("", "u", "u", """
        2 07:05 run a=running | addWorkers a restoreWorkers failed
        2 10:00 run a=running | addWorkers a restoreWorkers failed
        2 10:10 run a=running
        """)]
    [InlineData("", "u", "u", "2 07:05 run a=running\n 2 07:06 workers a\n 2 10:10 run a=running/x1")]
    [InlineData("", "u", "u", "2 07:05 run a=running\n 2 07:06 lose\n 2 10:10 run a=running/x1")]
    public void Knows_which_workers_come_back(string problem, string stopped, string started, string then)
    {
        var stop = stopped == "u" ? "1 19:00 run a=running/m2/s2* | stop a windowEnd" : "1 18:59 hand stop a";
        var start = started == "u" ? "2 07:00 run a=stopped | start a windowStart" : "2 06:59 run a=stopped\n 2 07:03 hand start a";

        History.Check(
            problem, "plain",
            $"1 12:00 run a=running/m2/s2*\n 1 18:55 run a=running/m2/s2*\n {stop}\n 1 19:05 run a=stopped\n {start}\n {then}");
    }

    [Theory]
    // A cluster that is idle or past its maximum uptime is about to be stopped once the stop limit allows it.
    [InlineData("", "idle", "running", "begins limit -")]
    [InlineData("", "limited", "running#busy", "begins limit -")]
    [InlineData("without its", "idle", "running#busy", "begins limit -")]
    [InlineData("without its", "idle", "running", "begins outage -")]
    [InlineData("without its", "plain", "running", "begins limit -")]
    public void No_workers_come_back_to_what_waits_to_be_stopped(string problem, string policies, string state, string incident) =>
        History.Check(problem, policies, $"""
            1 12:00 run a=running/m2
            1 18:55 run a=running/m2
            1 19:00 run a=running/m2 | stop a windowEnd
            1 19:05 run a=stopped
            2 07:00 run a=stopped | start a windowStart
            2 07:05 run a={state} | {incident}
            2 10:00 run a={state}
            2 12:05 run a={state}
            2 12:10 run a={state}
            2 14:10 run a={state}
            """);

    [Theory]
    [InlineData("without its", 2, "s1*")]
    [InlineData("", 2, "s3*")]
    [InlineData("got more", 2, "s4*")]
    [InlineData("", 10, "s1*")]
    [InlineData("got more", 10, "s3*")]
    public void A_lost_spot_worker_is_remembered_for_a_week(string problem, int day, string workers) => History.Check(problem, "plain", $"""
        1 12:00 run a=running/s3*
        1 13:00 run a=running/s1*
        {day} 18:55 run a=running/s1*
        {day} 19:00 run a=running/s1* | stop a windowEnd
        {day} 19:05 run a=stopped
        {day + 1} 07:00 run a=stopped | start a windowStart
        {day + 1} 07:05 run a=running | addWorkers a restoreWorkers
        {day + 1} 07:10 run a=running/{workers}
        {day + 1} 11:00 run a=running/{workers}
        """);
}
