using System.Reflection;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Tests.Infra;

/// <summary>Whose lines the alerts and queries read, and that no text of others passes for one of the app's.</summary>
public sealed class TraceQueryTests
{
    public static TheoryData<string> Readers =>
    [
        .. Directory.GetFiles(Bicep.Folder, "*.kql", SearchOption.AllDirectories).Where(f => new TraceQuery(File.ReadAllText(f)).Looks > 0)
            .Select(f => Path.GetRelativePath(Bicep.Folder, f)),
    ];

    [Theory, MemberData(nameof(Readers))]
    public void Lines_of_the_apps_functions_alone_are_read(string file)
    {
        var query = Of(file);

        Assert.Equal(query.Looks, query.Categories.Count);
        Assert.All(query.Categories, category =>
        {
            Assert.Matches(category, "Function.Reconcile.User");
            Assert.All(
                ["Function.Reconcile", "Host.Function.Console", "Host.Results", "Host.Function.Reconcile.User.Other"],
                other => Assert.DoesNotMatch(category, other));
        });
    }

    [Theory]
    [InlineData("Notice Key begins: x")]
    [InlineData("timer run x: Failed, 1 ms: x")]
    [InlineData("Secret x (version x) expired on 2026-01-01 00:00:00Z")]
    [InlineData("x\nNotice NotFollowed begins: x")]
    public async Task A_clusters_name_forges_no_alert(string name)
    {
        var bench = new Bench { Policies = new(PolicyText.Valid(Bench.Office.Replace("dev-*", "*", StringComparison.Ordinal)), null) };
        await bench.Lists(Bench.Running("c1") with { Name = name }, Bench.Running("c2") with { Name = name })
            .AnswersStop("c1").AnswersStop("c2", new(FailureKind.Rejected, name, 400)).RunAsync();

        var lines = bench.Log.Collector.GetSnapshot().Select(AppLog.Line).ToList();

        Assert.Contains(lines, line => Of("queries/actions.kql").Match(0, line).Success);
        Assert.All(
            Alerts.SelectMany(alert => alert.Patterns),
            pattern => Assert.All(lines, line => Assert.DoesNotMatch(pattern, line.Message)));
        Assert.All(lines, line => Assert.DoesNotContain('\n', line.Message));
    }

    // A trigger is a word of ours: timer, HTTP, webhook, link.
    [Fact]
    public void A_line_begins_with_a_word_of_ours()
    {
        var lines = from type in typeof(CoreServices).Assembly.GetTypes().Concat(AppTypes)
                    from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public)
                    let line = method.GetCustomAttribute<LoggerMessageAttribute>()?.Message
                    where line is not null
                    select line;

        Assert.StartsWith("{Trigger} run {Run}: ", Assert.Single(lines, line => line.StartsWith('{')), StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_of_several_lines_is_read_to_its_end()
    {
        const string Text = "policies.json(1,3): no\nand no";
        var line = AppLog.Notice(nameof(EventKind.Config), "begins", Text);

        Assert.Equal(Text, Of("alerts/policies.kql").Extract(1, line));
        Assert.Equal(Text, Of("queries/incidents.kql").Extract(2, line));
    }

    private static IEnumerable<TraceQuery> Alerts =>
        Directory.GetFiles(Path.Combine(Bicep.Folder, "alerts")).Select(f => new TraceQuery(File.ReadAllText(f)));

    private static Type[] AppTypes => Assembly.LoadFrom(Path.Combine(Bicep.Metadata("FunctionApp"), "HopsworksFunctions.dll")).GetTypes();

    private static TraceQuery Of(string file) => new(File.ReadAllText(Path.Combine(Bicep.Folder, file)));
}
