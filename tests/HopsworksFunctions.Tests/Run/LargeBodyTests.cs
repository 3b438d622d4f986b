using System.Net;

namespace HopsworksFunctions.Tests.Run;

/// <summary>Bodies larger than any function accepts, below and above the limit of Kestrel in the worker.</summary>
public sealed class LargeBodyTests
{
    [Theory]
    [InlineData(20_000, true)]
    [InlineData(20_000, false)]
    [InlineData(31_000_000, true)]
    [InlineData(31_000_000, false)]
    public async Task Are_413_whether_they_say_their_length_or_not(int length, bool said)
    {
        await using var app = await ServedApp.StartAsync();
        using var body = new ByteArrayContent(new byte[length]);
        using var request = new HttpRequestMessage(HttpMethod.Put, "clusters/dev-anna/hold") { Content = body };
        request.Headers.TransferEncodingChunked = !said;

        using var answer = await app.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("body-too-large", text, StringComparison.Ordinal);
    }
}
