using System.Buffers.Text;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Azure.Storage;
using Azure.Storage.Blobs;
using HopsworksFunctions.Testing;

namespace HopsworksFunctions.Tests.Golden;

/// <summary>A storage account with the rows of state/rows.json. The app uses HTTPS and an identity, as in Azure.</summary>
internal sealed class GoldenStorage : IAsyncDisposable
{
    private const string Account = "sthops";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("golden-storage-");
    private readonly string accountKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(64));
    private Process? process;

    /// <summary>Settings that connect the app to this account.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    public TableServiceClient Tables { get; private set; } = null!;

    public BlobServiceClient Blobs { get; private set; } = null!;

    public static async Task<GoldenStorage> StartAsync()
    {
        var storage = new GoldenStorage();
        await storage.StartProcessAsync();
        await storage.FillAsync();
        return storage;
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        folder.Delete(recursive: true);
    }

    private async Task StartProcessAsync()
    {
        using var certificate = LoopbackCertificate.Create();
        var (pem, key) = certificate.WritePem(folder.FullName);
        var script = Repository.PathTo("tests/azurite/node_modules/azurite/dist/src/azurite.js");
        Assert.True(File.Exists(script), $"{script} is missing: run tests/run.sh, which installs it.");
        process = Process.Start(new ProcessStartInfo("node",
        [
            script, "--silent", "--disableTelemetry", "--inMemoryPersistence",
            "--skipApiVersionCheck", // current clients send a newer version than Azurite knows
            "--oauth", "basic", "--cert", pem, "--key", key, "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
        ])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = folder.FullName,
            Environment = { ["AZURITE_ACCOUNTS"] = $"{Account}:{accountKey}" },
        })!;
        var (blobs, tables) = (await AddressAsync("Blob"), await AddressAsync("Table"));
        var hash = certificate.GetCertHashString();
        var transport = new HttpClientTransport(new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown?.GetCertHashString() == hash },
        }));
        Blobs = new(blobs, new StorageSharedKeyCredential(Account, accountKey), new() { Transport = transport });
        Tables = new(tables, new TableSharedKeyCredential(Account, accountKey), new() { Transport = transport });
        Settings["State__Directory"] = "";
        Settings["State__BlobServiceUri"] = blobs.ToString();
        Settings["State__TableServiceUri"] = tables.ToString();
        Settings["SSL_CERT_FILE"] = pem;
        Settings["AZURE_TOKEN_CREDENTIALS"] = "AzureCliCredential";
        Settings["PATH"] = $"{AzureCli()}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    /// <summary>Returns a folder with an <c>az</c> that is signed in; Azurite checks only the claims of its token.</summary>
    private string AzureCli()
    {
        var now = TimeProvider.System.GetUtcNow();
        var (begin, end) = (now.AddMinutes(-5).ToUnixTimeSeconds(), now.AddHours(8).ToUnixTimeSeconds());
        var claims = new JsonObject
        {
            ["aud"] = "https://storage.azure.com",
            ["iss"] = $"https://sts.windows.net/{ManagedIdentityEndpoint.Tenant}/",
            ["tid"] = ManagedIdentityEndpoint.Tenant,
            ["nbf"] = begin,
            ["iat"] = begin,
            ["exp"] = end,
        };
        var token = $"{Encode("""{"alg":"RS256","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}.c2ln";
        var answer = new JsonObject { ["accessToken"] = token, ["expires_on"] = end, ["tokenType"] = "Bearer" };
        var cli = folder.CreateSubdirectory("az").FullName;
        File.WriteAllText(Path.Combine(cli, "az"), $"#!/bin/sh\necho '{answer.ToJsonString()}'\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(cli, "az"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return cli;
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private async Task FillAsync()
    {
        await Blobs.GetBlobContainerClient("hopsworks-functions").CreateAsync();
        foreach (var row in JsonNode.Parse(await File.ReadAllTextAsync(Golden.PathTo("state/rows.json")))!.AsArray())
        {
            var table = Tables.GetTableClient((string)row!["table"]!);
            await table.CreateIfNotExistsAsync();
            var entity = new TableEntity((string)row["partitionKey"]!, (string)row["rowKey"]!);
            foreach (var (name, value) in row["properties"]!.AsObject())
                entity[name] = value!.GetValueKind() == System.Text.Json.JsonValueKind.Number ? (int)value : (string)value!;
            await table.AddEntityAsync(entity);
        }
    }

    private async Task<Uri> AddressAsync(string service)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        while (await process!.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.StartsWith($"Azurite {service} service is successfully listening at ", StringComparison.Ordinal))
                return new($"{line.Split(' ')[^1].Replace("localhost", "127.0.0.1", StringComparison.Ordinal)}/{Account}");
        }
        throw new InvalidOperationException($"Azurite ended before its {service} service listened.");
    }
}
