using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HopsworksFunctions.Testing.Loopback;

/// <summary>
/// An HTTP CONNECT proxy that routes known host names to loopback ports and refuses all others, so nothing reaches the network.
/// </summary>
public sealed class ConnectProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);

    public ConnectProxy()
    {
        listener.Start();
        Uri = new($"http://{listener.LocalEndpoint}/");
        _ = AcceptAsync();
    }

    public Uri Uri { get; }

    /// <summary>The loopback port of each host name.</summary>
    public ConcurrentDictionary<string, int> Routes { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The first line of each refused request, oldest first.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The listener was disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        try
        {
            var stream = client.GetStream();
            var request = await ReadHeadAsync(stream);
            if (request.Split(' ') is not ["CONNECT", var target, ..] || !Routes.TryGetValue(target.Split(':')[0], out var port))
            {
                Refused.Enqueue(request.Split("\r\n")[0]);
                await stream.WriteAsync("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
                return;
            }
            using var upstream = new TcpClient();
            await upstream.ConnectAsync(IPAddress.Loopback, port);
            await stream.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
            await Task.WhenAny(stream.CopyToAsync(upstream.GetStream()), upstream.GetStream().CopyToAsync(stream));
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // Either side closed the connection.
        }
    }

    // This reads byte by byte, because what follows the head belongs to the tunnel.
    private static async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1) head.Append(
            (char)one[0]);
        return head.ToString();
    }
}
