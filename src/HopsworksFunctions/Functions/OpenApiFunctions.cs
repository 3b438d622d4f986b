namespace HopsworksFunctions.Functions;

/// <summary>The OpenAPI description of the HTTP functions.</summary>
public static class OpenApiFunctions
{
    private static readonly byte[] Document = Read();

    [Function("OpenApi")]
    public static IResult Show([HttpTrigger(AuthorizationLevel.Function, "get", Route = "openapi.json")] HttpRequest request) =>
        TypedResults.Bytes(Document, "application/json");

    private static byte[] Read()
    {
        using var resource = typeof(OpenApiFunctions).Assembly.GetManifestResourceStream("openapi.json")!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
