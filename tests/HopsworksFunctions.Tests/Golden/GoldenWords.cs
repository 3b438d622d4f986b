using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.Operations;
using HopsworksFunctions.Core.Policies;
using HopsworksFunctions.Core.Policies.Decisions;
using HopsworksFunctions.Core.Reconciliation;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Webhooks;
using HopsworksFunctions.Tests.Infra;
using HopsworksFunctions.Tests.Shipped;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>The words that others use, gathered from the built programs and the files that are shipped, each as <c>category: word</c>.</summary>
internal static partial class GoldenWords
{
    /// <summary>Enums whose members are words in JSON, in the audit, in log lines or in metrics.</summary>
    private static readonly Dictionary<string, Type> Enums = new()
    {
        ["action"] = typeof(ClusterAction),
        ["answer of a call"] = typeof(CallAnswer),
        ["audit cause"] = typeof(Cause),
        ["audit kind"] = typeof(AuditKind),
        ["audit step"] = typeof(AuditStep),
        ["channel type"] = typeof(ChannelType),
        ["cloud"] = typeof(Cloud),
        ["cluster state in metrics"] = typeof(ClusterState),
        ["done"] = typeof(Done),
        ["event"] = typeof(EventKind),
        ["hold state"] = typeof(HoldState),
        ["power"] = typeof(Power),
        ["probe finding"] = typeof(Core.Policies.Decisions.Activity),
        ["reason"] = typeof(Reason),
        ["run outcome"] = typeof(RunOutcome),
        ["webhook action"] = typeof(WebhookAction),
        ["webhook kind"] = typeof(WebhookKind),
        ["webhook outcome"] = typeof(WebhookResult),
        ["webhook outcome of a cluster"] = typeof(WebhookStep),
    };

    private static Assembly App { get; } = Assembly.LoadFrom(Path.Combine(Bicep.Metadata("FunctionApp"), "HopsworksFunctions.dll"));

    public static IEnumerable<string> All =>
    [
        .. Enums.SelectMany(words => Enum.GetNames(words.Value).Select(name => $"{words.Key}: {JsonNamingPolicy.CamelCase.ConvertName(name)}")),
        .. SettingsTests.ReadByOptions.Select(setting => setting.Name).Concat(SettingsTests.ReadByTriggers).Select(name => $"setting: {name}"),
        .. WebhookSettings.Members.Select(member => $"setting: Webhooks__NAME__{member}"),
        .. Literals.Where(text => Variable().IsMatch(text)).Select(text => $"setting or variable: {text}"),
        .. Literals.Where(text => Telemetry().IsMatch(text)).Select(text => $"metric, dimension or tag: {text}"),
        .. LogLines.Select(line => $"log line: {line}"),
        .. ProblemTypes.Select(type => $"problem: {type}"),
        .. ShippedTextTests.Routes.Select(route => $"function: {route.Method} {route.Route}"),
        .. Directory.GetDirectories(Bicep.Metadata("FunctionApp")).Where(folder => File.Exists(Path.Combine(folder, "function.json"))).Select(folder => $"function's name: {Path.GetFileName(folder)}"),
        .. PolicyWords(JsonDocument.Parse(File.ReadAllText(Repository.PathTo("policies.schema.json"))).RootElement),
        .. Queries.SelectMany(query => Column().Matches(File.ReadAllText(query)).Select(match => $"column of {Path.GetFileName(Path.GetDirectoryName(query))}/{Path.GetFileName(query)}: {match.Groups[1].Value}")),
    ];

    /// <summary>Every string in our programs' code.</summary>
    private static IReadOnlyList<string> Literals { get; } =
        [.. new[] { App.Location, typeof(CoreServices).Assembly.Location, typeof(Cli.CliException).Assembly.Location }.SelectMany(LiteralsOf)];

    private static IEnumerable<string> LogLines =>
        from type in App.GetTypes().Concat(typeof(CoreServices).Assembly.GetTypes())
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let line = method.GetCustomAttribute<LoggerMessageAttribute>()?.Message
        where line is not null
        select Placeholder().Replace(line, "{}");

    private static IEnumerable<string> ProblemTypes
    {
        get
        {
            var of = App.GetType("HopsworksFunctions.Functions.Problems", throwOnError: true)!.GetMethod("Of", [typeof(Refusal)])!;
            foreach (var kind in Enum.GetValues<RefusalKind>())
            {
                var problem = of.Invoke(null, [new Refusal(kind, "")])!;
                var value = problem.GetType().GetProperty("Value")!.GetValue(problem)!;
                yield return $"{value.GetType().GetProperty("Status")!.GetValue(value)} {value.GetType().GetProperty("Type")!.GetValue(value)}";
            }
        }
    }

    private static IEnumerable<string> Queries => Directory.GetFiles(Repository.PathTo("infra"), "*.kql", SearchOption.AllDirectories);

    private static IEnumerable<string> PolicyWords(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Array)
            return schema.EnumerateArray().SelectMany(PolicyWords);
        if (schema.ValueKind != JsonValueKind.Object)
            return [];
        var members = schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(member => $"policy member: {member.Name}") : [];
        var words = schema.TryGetProperty("enum", out var values) ? values.EnumerateArray().Select(value => $"policy word: {value}") : [];
        return [.. members, .. words, .. schema.EnumerateObject().SelectMany(member => PolicyWords(member.Value))];
    }

    private static List<string> LiteralsOf(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var reader = file.GetMetadataReader();
        var literals = new List<string>();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = reader.GetNextHandle(handle))
            literals.Add(reader.GetUserString(handle));
        return literals;
    }

    [GeneratedRegex(@"^[A-Z]{2,}(_[A-Z]+)+\z")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^hopsworks(\.[a-z_]+)+\z")]
    private static partial Regex Telemetry();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\b([A-Z]\w*) = ")]
    private static partial Regex Column();
}
