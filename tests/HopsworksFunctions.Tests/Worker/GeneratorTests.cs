using HopsworksFunctions.Worker.Generators;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace HopsworksFunctions.Tests.Worker;

public class GeneratorTests
{
    private const string Timer = "[TimerTrigger(\"0 0 * * * *\")] TimerInfo timer";

    [Theory]
    [InlineData("FUNC001", "[Function(\"A\")] public void Run(FunctionContext context) { }")]
    [InlineData("FUNC002", "[Function(\"A\")] public void Run(" + Timer + ", [QueueTrigger(\"q\")] string message) { }")]
    [InlineData("FUNC003", "[Function(\"A\")] public void Run(" + Timer + ", string other) { }")]
    [InlineData("FUNC003", "[Function(\"A\")] public IResult Run([HttpTrigger(Route = \"a/{id}\")] HttpRequest req, object id) => null!;")]
    [InlineData("FUNC003", "[Function(\"A\")] public IResult Run([HttpTrigger(Route = \"a/{id}\")] HttpRequest req, string other) => null!;")]
    [InlineData("FUNC003", "[Function(\"A\")] public void Run(" + Timer + ", ref CancellationToken token) { }")]
    [InlineData("FUNC004", "[Function(\"A\")] public void Other(" + Timer + ") { } [Function(\"a\")] public void Run(" + Timer + ") { }")]
    [InlineData("FUNC005", "[Function(\"A\")] public void Run([TimerTrigger(\"0 61 * * * *\")] TimerInfo timer) { }")]
    [InlineData("FUNC006", "[Function(\"1 a\")] public void Run(" + Timer + ") { }")]
    [InlineData("FUNC006", "[Function(\"\")] public void Run(" + Timer + ") { }")]
    [InlineData("FUNC007", "[Function(\"A\")] internal void Run(" + Timer + ") { }")]
    [InlineData("FUNC007", "[Function(\"A\")] public void Run<T>(" + Timer + ") { }")]
    [InlineData("FUNC008", "[Function(\"A\")] public async void Run(" + Timer + ") { }")]
    [InlineData("FUNC008", "[Function(\"A\")] public string Run(" + Timer + ") => null!;")]
    [InlineData("FUNC008", "[Function(\"A\")] public ValueTask Run(" + Timer + ") => default;")]
    [InlineData("FUNC008", "[Function(\"A\")] public string Run([HttpTrigger] HttpRequest req) => null!;")]
    [InlineData("FUNC008", "[Function(\"A\")] public Task Run([HttpTrigger] HttpRequest req) => null!;")]
    [InlineData("FUNC009", "[Function(\"A\")] public IResult Run([HttpTrigger(Route = \"/a\")] HttpRequest req) => null!;")]
    [InlineData("FUNC009", "[Function(\"A\")] public IResult Run([HttpTrigger(Route = \"\")] HttpRequest req) => null!;")]
    [InlineData("FUNC009", "[Function(\"A\")] public IResult Run([HttpTrigger(Route = \"a/{id\")] HttpRequest req) => null!;")]
    [InlineData("FUNC009", "[Function(\"A\")] public IResult Run([HttpTrigger(Route = \"{a}/{a}\")] HttpRequest req) => null!;")]
    [InlineData("FUNC009", "[Function(\"A\")] public IResult Run([HttpTrigger(Route = \"{a?}/b\")] HttpRequest req) => null!;")]
    [InlineData("FUNC009", "[Function(\"A\")] public IResult Run([HttpTrigger(Route = \"admin/b\")] HttpRequest req) => null!;")]
    [InlineData("FUNC010", "public F() { } public F(string s) { } [Function(\"A\")] public void Run(" + Timer + ") { }")]
    [InlineData("FUNC011", "[Function(\"A\")] public void Run([TimerTrigger(\"0 0 * * * *\")] string timer) { }")]
    [InlineData("FUNC011", "[Function(\"A\")] public void Run([QueueTrigger(\"q\")] int message) { }")]
    [InlineData("FUNC012", "[Function(\"A\")] [FixedDelayRetry(3, \"00:00:10\")] public void Run([QueueTrigger(\"q\")] string message) { }")]
    [InlineData("FUNC012", "[Function(\"A\")] [FixedDelayRetry(3, \"soon\")] public void Run(" + Timer + ") { }")]
    [InlineData("FUNC013", "[Function(\"A\")] public IResult Other([HttpTrigger(\"get\", \"post\", Route = \"a/{id}\")] HttpRequest req) => null!; [Function(\"B\")] public IResult Run([HttpTrigger(\"post\", Route = \"A/{name}\")] HttpRequest req) => null!;")]
    [InlineData("FUNC013", "[Function(\"A\")] public IResult Other([HttpTrigger(\"get\", Route = \"b\")] HttpRequest req) => null!; [Function(\"B\")] public IResult Run([HttpTrigger] HttpRequest req) => null!;")]
    public void Refuses_a_bad_declaration_and_names_the_method(string rule, string members)
    {
        var (problems, _) = Generate($"public class F {{ {members} }}");
        var problem = Assert.Single(problems);
        Assert.Equal(rule, problem.Id);
        Assert.Equal(DiagnosticSeverity.Error, problem.Severity);
        Assert.StartsWith("F.Run", problem.GetMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("class F", "its class is not public")]
    [InlineData("public abstract class F", "its class is abstract")]
    [InlineData("public class F<T>", "it is generic")]
    public void Refuses_a_class_that_it_cannot_make(string type, string reason)
    {
        var (problems, _) = Generate($"{type} {{ [Function(\"A\")] public void Run({Timer}) {{ }} }}");
        Assert.Contains(reason, Assert.Single(problems).GetMessage(null), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[TimerTrigger(\"0 */5 * * * *\")] TimerInfo timer", "void", "", """{"bindings":[{"type":"timerTrigger","direction":"in","name":"timer","schedule":"0 */5 * * * *"}]}""")]
    [InlineData("[TimerTrigger(\"%Every%\", RunOnStartup = true, UseMonitor = false)] TimerInfo tick", "Task", "", """{"bindings":[{"type":"timerTrigger","direction":"in","name":"tick","schedule":"%Every%","runOnStartup":true,"useMonitor":false}]}""")]
    [InlineData("[HttpTrigger(AuthorizationLevel.Function, \"get\", Route = \"clusters/{id}\")] HttpRequest req, string id", "IResult", "", """{"bindings":[{"type":"httpTrigger","direction":"in","name":"req","authLevel":"function","methods":["get"],"route":"clusters/{id}"},{"type":"http","direction":"out","name":"res"}]}""")]
    [InlineData("[HttpTrigger(\"GET\", \"post\")] HttpRequest req", "Task<IResult>", "", """{"bindings":[{"type":"httpTrigger","direction":"in","name":"req","authLevel":"function","methods":["get","post"]},{"type":"http","direction":"out","name":"res"}]}""")]
    [InlineData("[HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest req", "IResult", "", """{"bindings":[{"type":"httpTrigger","direction":"in","name":"req","authLevel":"anonymous"},{"type":"http","direction":"out","name":"res"}]}""")]
    [InlineData("[QueueTrigger(\"q\", Connection = \"Other\")] string message", "Task", "", """{"bindings":[{"type":"queueTrigger","direction":"in","name":"message","queueName":"q","connection":"Other"}]}""")]
    [InlineData(Timer, "Task", "[FixedDelayRetry(-1, \"00:00:10\")]", """{"bindings":[{"type":"timerTrigger","direction":"in","name":"timer","schedule":"0 0 * * * *"}],"retry":{"strategy":"fixedDelay","maxRetryCount":-1,"delayInterval":"00:00:10"}}""")]
    [InlineData(Timer, "Task", "[ExponentialBackoffRetry(5, \"00:00:04\", \"00:15:00\")]", """{"bindings":[{"type":"timerTrigger","direction":"in","name":"timer","schedule":"0 0 * * * *"}],"retry":{"strategy":"exponentialBackoff","maxRetryCount":5,"minimumInterval":"00:00:04","maximumInterval":"00:15:00"}}""")]
    public void Writes_the_function_json_of_the_declaration(string parameters, string result, string retry, string json)
    {
        var (problems, compiled) = Generate($"public class F {{ [Function(\"A\")] {retry} public {result} Run({parameters}) => throw new Exception(); }}");
        Assert.Empty(problems);
        Assert.Empty(compiled.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var metadata = Assert.Single(compiled.Assembly.GetAttributes(), attribute => attribute.ConstructorArguments is [{ Value: "function.json:A" }, _]);
        Assert.Equal(json, metadata.ConstructorArguments[1].Value);
    }

    [Fact]
    public void Takes_one_route_for_different_methods_and_constraints()
    {
        var (problems, _) = Generate("""
            public class F
            {
                [Function("A")] public IResult Get([HttpTrigger("get", Route = "a/{id:int}")] HttpRequest req, int id) => null!;
                [Function("B")] public IResult Put([HttpTrigger("put", Route = "a/{id:int}")] HttpRequest req, int id) => null!;
                [Function("C")] public IResult ByName([HttpTrigger("get", Route = "a/{name:alpha}")] HttpRequest req, string name) => null!;
            }
            """);
        Assert.Empty(problems);
    }

    [Fact]
    public void Makes_the_function_from_its_services_and_disposes_it()
    {
        var (problems, compiled) = Generate($$"""
            using Microsoft.Extensions.DependencyInjection;
            public sealed class F(IServiceProvider services, [FromKeyedServices("clock")] TimeProvider time) : IAsyncDisposable
            {
                [Function("A")] public Task RunAsync({{Timer}}) => Task.FromResult((services, time));
                public ValueTask DisposeAsync() => default;
            }
            """);
        Assert.Empty(problems);
        Assert.Empty(compiled.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        var code = compiled.SyntaxTrees.Last().ToString();
        Assert.Contains("await using var function = new global::F(", code, StringComparison.Ordinal);
        Assert.Contains("GetRequiredKeyedService<global::System.TimeProvider>(context.InstanceServices, \"clock\")", code, StringComparison.Ordinal);
    }

    private static (IReadOnlyList<Diagnostic> Problems, Compilation Compiled) Generate(string code)
    {
        const string usings = "using System; using System.Threading; using System.Threading.Tasks; using Microsoft.AspNetCore.Http; using Microsoft.Azure.Functions.Worker;\n";
        var trusted = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(typeof(FunctionAttribute).Assembly.Location).Append(typeof(IResult).Assembly.Location).Distinct();
        var tree = CSharpSyntaxTree.ParseText(usings + code, cancellationToken: TestContext.Current.CancellationToken);
        // This name may see the internals of the worker, as the function app may.
        var compilation = CSharpCompilation.Create("HopsworksFunctions", [tree], trusted.Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        CSharpGeneratorDriver.Create(new FunctionGenerator())
            .RunGeneratorsAndUpdateCompilation(compilation, out var compiled, out var problems, TestContext.Current.CancellationToken);
        return (problems, compiled);
    }
}
