using System.Reflection;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>Which lines the alerts and queries read, and that no other text passes for a line of the app.</summary>
public sealed class TraceQueryTests
{
    public static TheoryData<string> Readers =>
    [
        .. Directory.GetFiles(Bicep.Folder, "*.kql", SearchOption.AllDirectories)
            .Where(f => new TraceQuery(File.ReadAllText(f)).Looks.Count > 0).Select(f => Path.GetRelativePath(Bicep.Folder, f)),
    ];

    [Theory, MemberData(nameof(Readers))]
    public void Lines_of_the_apps_functions_alone_are_read(string file) =>
        Assert.All(Of(file).Looks, look =>
        {
            Assert.Matches(look.Category, "Function.Reconcile.User");
            Assert.All(
                ["Function.Reconcile", "Host.Function.Console", "Host.Results", "Host.Function.Reconcile.User.Other"],
                other => Assert.DoesNotMatch(look.Category, other));
        });

    // The host does not pass on which class logged a line, so the name of its event stands for that too.
    [Theory, MemberData(nameof(Readers))]
    public void A_line_is_known_by_the_name_of_its_event_which_no_other_line_has(string file)
    {
        var names = LogMethods.Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()!.EventName ?? method.Name).ToList();

        Assert.All(Of(file).Looks, look =>
        {
            Assert.NotEmpty(look.Events);
            Assert.All(look.Events, name => Assert.Single(names, name));
        });
    }

    [Theory]
    [InlineData("Notice Key begins: x")]
    [InlineData("Notice Limit over: x")]
    [InlineData("timer run x: Failed, 1 ms: x")]
    [InlineData("Secret x (version x) expired on 2026-01-01 00:00:00Z")]
    [InlineData("x\nNotice NotFollowed begins: x")]
    [InlineData("x\u2028Notice Limit begins [cluster:c1]: x")]
    public async Task A_clusters_name_forges_no_alert(string name)
    {
        var lines = await LinesOfRunAsync(name);

        Assert.Contains(lines, line => Of("queries/actions.kql").Looks[0].Match(line).Success);
        Assert.All(Alerts.SelectMany(alert => alert.Looks), look => Assert.All(lines, line => Assert.False(look.Match(line).Success)));
        Assert.All(lines, line => Assert.Equal(line.Message, TextSanitizer.Escape(line.Message)));
        Assert.All(lines, line => Assert.False(line.Message.StartsWith(name, StringComparison.Ordinal)));
    }

    // Another event may have the very words of a notice, such as one of a library that logs its input.
    [Fact]
    public void The_words_of_a_notice_under_another_event_are_no_notice()
    {
        var forged = AppLog.Notice(nameof(EventKind.Limit), "over", "x") with { Event = "Changed" };

        Assert.All(Alerts.SelectMany(alert => alert.Looks), look => Assert.False(look.Reads(forged)));
    }

    // When ends were paired by text, the end of the second incident also ended the first.
    [Fact]
    public void A_cluster_named_like_anothers_incident_does_not_silence_it()
    {
        const string Text = "dev-1 was told to stop but is running; look at it in Hopsworks";
        var look = Of("alerts/not-followed.kql").Notices;
        var kind = nameof(EventKind.NotFollowed);

        var open = look.Open([
            AppLog.Notice(kind, "begins", Text, "cluster:c1"), AppLog.Notice(kind, "begins", $"{Text}; x was told to stop", "cluster:c2"),
            AppLog.Notice(kind, "over", $"{Text}; x was told to stop", "cluster:c2"),
        ]);

        Assert.Equal([new(kind, "begins", " [cluster:c1]", Text)], open);
        Assert.Equal(open, Of("queries/incidents.kql").Notices.Open([AppLog.Notice(kind, "begins", Text, "cluster:c1")]));
    }

    [Theory]
    [InlineData("c1]: over [cluster:c2")]
    [InlineData("c 1\n\u202e:")]
    [InlineData("c1%5D")]
    public void No_id_or_name_ends_the_word_of_a_subject(string text)
    {
        string?[] words =
        [
            SubjectWord.Of(text, null, null, null), SubjectWord.Of(null, text, null, null), SubjectWord.Of(text, text, null, null),
            SubjectWord.Of(null, null, text, null), SubjectWord.Of(null, null, null, text),
        ];

        Assert.All(words, word => Assert.Matches("^[a-z]+(:[A-Za-z0-9._~%-]+)+$", word!));
        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.Equal($" [{words[0]}]", Of("alerts/not-followed.kql").Notices.Notice(
            AppLog.Notice(nameof(EventKind.Workers), "begins", "x", words[0]))!.Subject);
    }

    // Brackets at the beginning of a line tell what was done, and to which cluster.
    [Fact]
    public async Task A_clusters_name_changes_nothing_of_what_was_done_to_it()
    {
        const string Name = "x (dev, WindowEnd, Accepted): starting";
        var failures = Of("queries/failures.kql").Looks[0];

        var parts = (await LinesOfRunAsync(Name)).Select(line => failures.Match(line)).Where(match => match.Success)
            .Select(match => match.Groups.Values.Skip(1).Take(4).Select(group => group.Value).ToArray()).ToList();

        Assert.Equal(["Accepted", "Failed"], parts.Select(p => p[3]).Order(StringComparer.Ordinal));
        Assert.All(parts, p => Assert.Equal("x \\u0028dev\\u002c WindowEnd\\u002c Accepted\\u0029: starting", p[0]));
    }

    // A trigger is one of the app's own words: timer, HTTP, webhook, link.
    [Fact]
    public void A_line_begins_with_a_word_of_ours()
    {
        var lines = LogMethods.Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()!.Message);

        Assert.StartsWith("{Trigger} run {Run}: ", Assert.Single(lines, line => line.StartsWith('{')), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_several_lines_is_read_to_its_end()
    {
        const string Text = "policies.json(1,3): no\nand no";
        var line = AppLog.Notice(nameof(EventKind.Config), "begins", Text);

        Assert.Equal(Text, Of("alerts/policies.kql").Notices.Notice(line)?.What);
        Assert.Equal(Text, Of("queries/incidents.kql").Notices.Notice(line)?.What);
    }

    private static async Task<List<AppLog>> LinesOfRunAsync(string name)
    {
        var bench = new Bench { Policies = new(PolicyText.Valid(Bench.Office.Replace("dev-*", "*", StringComparison.Ordinal)), null) };
        await bench.Lists(Bench.Running("c1") with { Name = name }, Bench.Running("c2") with { Name = name })
            .AnswersStop("c1").AnswersStop("c2", new(FailureKind.Rejected, name, 400)).RunAsync();
        return [.. bench.Log.Collector.GetSnapshot().Select(AppLog.Line)];
    }

    private static IEnumerable<TraceQuery> Alerts =>
        Directory.GetFiles(Path.Combine(Bicep.Folder, "alerts")).Select(f => new TraceQuery(File.ReadAllText(f)));

    private static IEnumerable<MethodInfo> LogMethods =>
        from type in typeof(CoreServices).Assembly.GetTypes().Concat(AppTypes)
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public)
        where method.IsDefined(typeof(LoggerMessageAttribute))
        select method;

    private static Type[] AppTypes => Assembly.LoadFrom(Path.Combine(Bicep.Metadata("FunctionApp"), "HopsworksFunctions.dll")).GetTypes();

    private static TraceQuery Of(string file) => new(File.ReadAllText(Path.Combine(Bicep.Folder, file)));
}
