using HopsworksFunctions.Core.IdleProbes;

namespace HopsworksFunctions.Tests.IdleProbes;

public sealed class ClusterAddressTests
{
    [Theory]
    [InlineData("https://c1.cloud.hopsworks.ai")]
    [InlineData("https://c1.cloud.hopsworks.ai:8443")]
    [InlineData("https://10.1.2.3")]
    [InlineData("http://127.0.0.1:5000")]
    [InlineData("http://localhost:5000")]
    [InlineData("http://[::1]:5000")]
    public void A_key_may_be_sent_to(string url) => Assert.Null(ClusterAddress.Problem(new(url)));

    [Theory]
    [InlineData(null)]
    [InlineData("http://c1.cloud.hopsworks.ai")]
    [InlineData("ftp://c1.cloud.hopsworks.ai")]
    [InlineData("https://user@c1.cloud.hopsworks.ai")]
    [InlineData("https://169.254.169.254")]
    [InlineData("https://169.254.130.1:8081")]
    [InlineData("https://0xa9fea9fe")]
    [InlineData("https://2852039166")]
    [InlineData("https://[fe80::1]")]
    [InlineData("https://[::ffff:169.254.169.254]")]
    public void A_key_is_never_sent_to(string? url) => Assert.NotNull(ClusterAddress.Problem(url is null ? null : new(url)));
}
