using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace HopsworksFunctions.Cli.LocalHost;

internal static class FreePort
{
    /// <summary>
    /// A port of the loopback interface that nobody listens on, below those that the system itself gives to connections and to who asks
    /// for any (from 32768 on): such a one could be given away before it is bound.
    /// </summary>
    public static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(10_000, 32_768);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // Another one, then.
            }
        }
    }
}
