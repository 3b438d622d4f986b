using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace HopsworksFunctions.Worker.Generators;

/// <summary>Registers the methods marked with <c>[Function]</c>, and refuses those that the host could not run.</summary>
[Generator]
public sealed class FunctionGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var findings = context.SyntaxProvider.ForAttributeWithMetadataName(
            WorkerTypes.Function,
            static (node, _) => node is MethodDeclarationSyntax,
            static (found, _) => new FunctionReader((IMethodSymbol)found.TargetSymbol, found.Attributes[0]).Read());
        context.RegisterSourceOutput(findings.Collect(), Emit);
    }

    private static void Emit(SourceProductionContext context, ImmutableArray<Finding> findings)
    {
        foreach (var problem in findings.SelectMany(finding => finding.Problems.Items).Concat(Duplicates(findings)).Concat(Ambiguities(findings)))
            context.ReportDiagnostic(problem.ToDiagnostic());
        var sound = findings.Where(finding => finding.Problems.Items.Length == 0).ToArray();
        if (sound.Length > 0)
            context.AddSource("Functions.g.cs", RegistrationWriter.Write(sound));
    }

    private static IEnumerable<Problem> Duplicates(ImmutableArray<Finding> findings) =>
        from same in findings.GroupBy(finding => finding.Name, StringComparer.OrdinalIgnoreCase)
        from finding in same.Skip(1)
        select new Problem(Rules.DuplicateName, finding.Place, new(finding.Method, finding.Name));

    private static IEnumerable<Problem> Ambiguities(ImmutableArray<Finding> findings) =>
        from pair in findings.SelectMany((finding, index) => findings.Take(index).Select(earlier => (Finding: finding, Earlier: earlier)))
        where pair.Finding.Requests is { } requests && pair.Earlier.Requests?.Overlaps(requests) == true
        select new Problem(Rules.AmbiguousRoute, pair.Finding.Place, new(pair.Finding.Method, pair.Earlier.Method, pair.Finding.Requests!.Route));
}
