using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HopsworksFunctions.Testing;

/// <summary>
/// A self-signed certificate for loopback endpoints that answer under the host names of Azure, Slack and webhooks. It is its own authority.
/// </summary>
public static class LoopbackCertificate
{
    private static readonly string[] Names =
        [
            "localhost", "*.vault.azure.net", "*.blob.core.windows.net", "*.queue.core.windows.net", "*.table.core.windows.net",
            "hooks.slack.com", "*.hooks.example", "*.in.applicationinsights.azure.com",
        ];

    public static X509Certificate2 Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in Names) names.AddDnsName(name);
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(1));
    }

    /// <summary>
    /// Creates a handler for clients in this process. Every request goes to this port, whatever its host, and only this certificate is
    /// trusted. Like the handler of Azure's clients, it follows no redirect.
    /// </summary>
    public static SocketsHttpHandler CreateHandler(this X509Certificate2 certificate, int port) => new()
    {
        AllowAutoRedirect = false,
        ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown?.GetCertHashString() == certificate.GetCertHashString() },
    };

    /// <summary>Writes <c>cert.pem</c> (for <c>SSL_CERT_FILE</c>) and <c>key.pem</c> into a directory.</summary>
    public static (string Certificate, string Key) WritePem(this X509Certificate2 certificate, string directory)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        var files = (Certificate: Path.Combine(directory, "cert.pem"), Key: Path.Combine(directory, "key.pem"));
        File.WriteAllText(files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(files.Key, key.ExportPkcs8PrivateKeyPem());
        return files;
    }
}
