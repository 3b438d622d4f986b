using Microsoft.CodeAnalysis;

namespace HopsworksFunctions.Worker.Generators;

/// <summary>The types that a function's declaration may name.</summary>
internal static class WorkerTypes
{
    private const string Worker = "Microsoft.Azure.Functions.Worker.";

    public const string Function = Worker + "FunctionAttribute";
    public const string TimerTrigger = Worker + "TimerTriggerAttribute";
    public const string HttpTrigger = Worker + "HttpTriggerAttribute";
    public const string QueueTrigger = Worker + "QueueTriggerAttribute";
    public const string FixedDelayRetry = Worker + "FixedDelayRetryAttribute";
    public const string ExponentialBackoffRetry = Worker + "ExponentialBackoffRetryAttribute";
    public const string TimerInfo = Worker + "TimerInfo";
    public const string FunctionContext = Worker + "FunctionContext";
    public const string HttpRequest = "Microsoft.AspNetCore.Http.HttpRequest";
    public const string HttpResult = "Microsoft.AspNetCore.Http.IResult";
    public const string FromKeyedServices = "Microsoft.Extensions.DependencyInjection.FromKeyedServicesAttribute";
    public const string CancellationToken = "System.Threading.CancellationToken";
    public const string Task = "System.Threading.Tasks.Task";

    private static readonly SymbolDisplayFormat FullName = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>Whether the type has this full name, whatever its type arguments and nullability.</summary>
    public static bool Is(this ITypeSymbol? type, string fullName) => type?.ToDisplayString(FullName) == fullName;

    public static bool IsOrImplements(this ITypeSymbol type, string fullName) =>
        type.Is(fullName) || type.AllInterfaces.Any(implemented => implemented.Is(fullName));

    /// <summary>A string, or anything that implements <c>IParsable</c> of itself.</summary>
    public static bool IsParsable(this ITypeSymbol type) =>
        type.SpecialType == SpecialType.System_String
        || type.AllInterfaces.Any(implemented => implemented.Is("System.IParsable")
            && SymbolEqualityComparer.Default.Equals(implemented.TypeArguments[0], type));

    /// <summary>The type as code of any namespace can write it.</summary>
    public static string ToCode(this ITypeSymbol type) => type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
}
