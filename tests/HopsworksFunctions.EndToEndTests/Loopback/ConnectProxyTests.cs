namespace HopsworksFunctions.EndToEndTests.Loopback;

public sealed class ConnectProxyTests
{
    [Fact]
    public async Task Lets_nothing_out_that_it_does_not_know()
    {
        using var proxy = new ConnectProxy();
        using var client = new HttpClient(new SocketsHttpHandler { Proxy = new System.Net.WebProxy(proxy.Uri) });

        await Assert.ThrowsAsync<HttpRequestException>(
            () => client.GetAsync(new Uri("https://api.hopsworks.ai/"), TestContext.Current.CancellationToken));

        Assert.Equal(["CONNECT api.hopsworks.ai:443 HTTP/1.1"], proxy.Refused);
    }
}
