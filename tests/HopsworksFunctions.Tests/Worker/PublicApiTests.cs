using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace HopsworksFunctions.Tests.Worker;

/// <summary>The worker offers the subset of the official packages that hosting.md lists, and nothing else.</summary>
public class PublicApiTests
{
    private static readonly Dictionary<string, string[]> Expected = new()
    {
        ["Microsoft.Azure.Functions.Worker.FunctionAttribute"] = [".ctor(String)", "Name"],
        ["Microsoft.Azure.Functions.Worker.TimerTriggerAttribute"] = [".ctor(String)", "RunOnStartup", "Schedule", "UseMonitor"],
        ["Microsoft.Azure.Functions.Worker.TimerInfo"] = [".ctor()", "IsPastDue", "ScheduleStatus"],
        ["Microsoft.Azure.Functions.Worker.ScheduleStatus"] = [".ctor()", "Last", "LastUpdated", "Next"],
        ["Microsoft.Azure.Functions.Worker.HttpTriggerAttribute"] = [".ctor()", ".ctor(AuthorizationLevel)", ".ctor(AuthorizationLevel,String[])", ".ctor(String[])", "AuthLevel", "Methods", "Route"],
        ["Microsoft.Azure.Functions.Worker.AuthorizationLevel"] = ["Admin", "Anonymous", "Function", "System", "User"],
        ["Microsoft.Azure.Functions.Worker.QueueTriggerAttribute"] = [".ctor(String)", "Connection", "QueueName"],
        ["Microsoft.Azure.Functions.Worker.FixedDelayRetryAttribute"] = [".ctor(Int32,String)", "DelayInterval", "MaxRetryCount"],
        ["Microsoft.Azure.Functions.Worker.ExponentialBackoffRetryAttribute"] = [".ctor(Int32,String,String)", "MaxRetryCount", "MaximumInterval", "MinimumInterval"],
        ["Microsoft.Azure.Functions.Worker.FunctionContext"] = ["BindingContext", "CancellationToken", "Features", "FunctionDefinition", "FunctionId", "InstanceServices", "InvocationId", "Items", "RetryContext", "TraceContext"],
        ["Microsoft.Azure.Functions.Worker.TraceContext"] = ["TraceParent", "TraceState"],
        ["Microsoft.Azure.Functions.Worker.BindingContext"] = ["BindingData"],
        ["Microsoft.Azure.Functions.Worker.RetryContext"] = ["MaxRetryCount", "RetryCount"],
        ["Microsoft.Azure.Functions.Worker.IInvocationFeatures"] = ["Get()", "Set(T)"],
        ["Microsoft.Azure.Functions.Worker.FunctionDefinition"] = ["EntryPoint", "Id", "InputBindings", "Name", "OutputBindings", "Parameters", "PathToAssembly"],
        ["Microsoft.Azure.Functions.Worker.FunctionParameter"] = [".ctor(String,Type)", "Name", "Type"],
        ["Microsoft.Azure.Functions.Worker.BindingMetadata"] = ["Direction", "Name", "Type"],
        ["Microsoft.Azure.Functions.Worker.BindingDirection"] = ["In", "Out"],
        ["Microsoft.Azure.Functions.Worker.FunctionContextLoggerExtensions"] = ["GetLogger(FunctionContext)"],
        ["Microsoft.Azure.Functions.Worker.FunctionContextExtensions"] = ["GetHttpContext(FunctionContext)"],
        ["Microsoft.Azure.Functions.Worker.IFunctionsWorkerApplicationBuilder"] = ["Services", "Use(Func`2)"],
        ["Microsoft.Azure.Functions.Worker.Builder.FunctionsApplication"] = ["CreateBuilder(String[])"],
        ["Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilder"] = ["Build()", "Configuration", "ConfigureContainer(IServiceProviderFactory`1,Action`1)", "Environment", "Logging", "Metrics", "Properties", "Services", "Use(Func`2)"],
        ["Microsoft.Azure.Functions.Worker.Builder.FunctionsApplicationBuilderAspNetCoreExtensions"] = ["ConfigureFunctionsWebApplication(FunctionsApplicationBuilder)"],
        ["Microsoft.Azure.Functions.Worker.Middleware.IFunctionsWorkerMiddleware"] = ["Invoke(FunctionContext,FunctionExecutionDelegate)"],
        ["Microsoft.Azure.Functions.Worker.Middleware.FunctionExecutionDelegate"] = [".ctor(Object,IntPtr)", "BeginInvoke(FunctionContext,AsyncCallback,Object)", "EndInvoke(IAsyncResult)", "Invoke(FunctionContext)"],
        ["Microsoft.Extensions.Hosting.MiddlewareWorkerApplicationBuilderExtensions"] = ["UseMiddleware(IFunctionsWorkerApplicationBuilder)"],
    };

    [Fact]
    public void Has_no_type_but_these() =>
        Assert.Equal(Expected.Keys.Order(StringComparer.Ordinal), typeof(FunctionAttribute).Assembly.GetExportedTypes().Select(type => type.FullName).Order(StringComparer.Ordinal));

    public static TheoryData<string> Types => [.. Expected.Keys];

    [Theory]
    [MemberData(nameof(Types))]
    public void Has_no_member_but_these(string name)
    {
        var type = typeof(FunctionAttribute).Assembly.GetType(name, throwOnError: true)!;
        var members = type.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(member => member is not (MethodInfo { IsSpecialName: true } or FieldInfo { IsSpecialName: true }))
            .Select(member => member is MethodBase method
                ? $"{method.Name}({string.Join(',', method.GetParameters().Select(parameter => parameter.ParameterType.Name))})"
                : member.Name);
        Assert.Equal(Expected[name], members.Order(StringComparer.Ordinal));
    }
}
