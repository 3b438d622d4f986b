using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using HopsworksFunctions.Core.Json;
using HopsworksFunctions.Core;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.Reports.Coverage;
using HopsworksFunctions.Core.Runs;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.Webhooks;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Decisions;
using HopsworksFunctions.Tests.Infra;
using HopsworksFunctions.Tests.Shipped;
using Microsoft.Extensions.Logging;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>The words that others rely on, from the built programs and the shipped files, each as <c>category: word</c>.</summary>
internal static partial class GoldenWords
{
    /// <summary>Enums with members that are words in JSON, in the audit log, in log lines or in metrics.</summary>
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
        ["coverage"] = typeof(CoverageKind),
        ["done"] = typeof(ActionOutcome),
        ["event"] = typeof(EventKind),
        ["event severity"] = typeof(EventSeverity),
        ["hold state"] = typeof(HoldState),
        ["power"] = typeof(PowerState),
        ["probe finding"] = typeof(HopsworksFunctions.Policies.Decisions.Activity),
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
        .. from words in Enums
           from member in Enum.GetValues(words.Value).Cast<object>()
           select $"{words.Key}: {JsonSerializer.Serialize(member, words.Value, HttpJson.Options).Trim('"')}",
        .. SettingsTests.ReadByOptions.Select(setting => $"setting: {setting.Name}"),
        .. SettingsTests.ReadByTriggers.Select(name => $"setting: {name}"),
        .. WebhookSettings.Members.Select(member => $"setting: Webhooks__NAME__{member}"),
        .. Literals.Where(text => Variable().IsMatch(text)).Select(text => $"setting or variable: {text}"),
        .. Literals.Where(text => Telemetry().IsMatch(text)).Select(text => $"metric, dimension or tag: {text}"),
        .. LogLines.Select(line => $"log line: {line}"),
        .. ProblemTypes.Select(type => $"problem: {type}"),
        .. ShippedTextTests.Routes.Select(route => $"function: {route.Method} {route.Route}"),
        .. FunctionNames.Select(name => $"function's name: {name}"),
        .. PolicyWords(JsonDocument.Parse(File.ReadAllText(Repository.PathTo("policies.schema.json"))).RootElement),
        .. from query in Directory.GetFiles(Infra, "*.kql", SearchOption.AllDirectories)
           from column in Column().Matches(File.ReadAllText(query))
           select $"column of {Path.GetRelativePath(Infra, query)}: {column.Groups[1].Value}",
    ];

    /// <summary>Every string in the programs' code.</summary>
    private static IReadOnlyList<string> Literals { get; } =
        [
            .. new[] { App, typeof(PolicySet).Assembly, typeof(CoreServices).Assembly, typeof(Cli.Output.CliException).Assembly }
                .SelectMany(LiteralsOf),
        ];

    private static IEnumerable<string> LogLines =>
        from type in App.GetTypes().Concat(typeof(CoreServices).Assembly.GetTypes())
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
        let line = method.GetCustomAttribute<LoggerMessageAttribute>()?.Message
        where line is not null
        select Placeholder().Replace(line, "{}");

    private static IEnumerable<string> ProblemTypes
    {
        get
        {
            var of = App.GetType("HopsworksFunctions.Http.Problems", throwOnError: true)!.GetMethod("Of", [typeof(OperationError)])!;
            foreach (var kind in Enum.GetValues<OperationErrorKind>())
            {
                var problem = of.Invoke(null, [new OperationError(kind, "")])!;
                var value = Of(problem, "ProblemDetails")!;
                yield return $"{Of(value, "Status")} {Of(value, "Type")}";
            }
        }
    }

    private static object? Of(object value, string property) => value.GetType().GetProperty(property)!.GetValue(value);

    private static string Infra => Repository.PathTo("infra");

    private static IEnumerable<string> FunctionNames => ShippedTextTests.Functions.Select(function => function.Name);

    private static IEnumerable<string> PolicyWords(JsonElement schema)
    {
        if (schema.ValueKind == JsonValueKind.Array)
            return schema.EnumerateArray().SelectMany(PolicyWords);
        if (schema.ValueKind != JsonValueKind.Object)
            return [];
        var words = schema.EnumerateObject().SelectMany(member => PolicyWords(member.Value));
        if (schema.TryGetProperty("properties", out var properties))
            words = words.Concat(properties.EnumerateObject().Select(member => $"policy member: {member.Name}"));
        if (schema.TryGetProperty("enum", out var values))
            words = words.Concat(values.EnumerateArray().Select(value => $"policy word: {value}"));
        return words;
    }

    private static List<string> LiteralsOf(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var reader = file.GetMetadataReader();
        var literals = new List<string>();
        for (var handle = MetadataTokens.UserStringHandle(1); !handle.IsNil; handle = reader.GetNextHandle(handle))
            literals.Add(reader.GetUserString(handle));
        return literals;
    }

    // Variables that the regex generator reads are not the app's own.
    [GeneratedRegex(@"^(?!REGEX_)[A-Z]{2,}(_[A-Z]+)+\z")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^hopsworks(\.[a-z_]+)+\z")]
    private static partial Regex Telemetry();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\b([A-Z]\w*) = ")]
    private static partial Regex Column();
}
