using HopsworksFunctions.Core.Hopsworks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HopsworksFunctions.Tests.Hopsworks;

public sealed class HopsworksOptionsTests
{
    [Fact]
    public void Has_defaults_for_everything()
    {
        var options = Bind();
        Assert.Equal((new Uri("https://api.hopsworks.ai"), "hopsworks-api-key", TimeSpan.FromSeconds(30)),
            (options.BaseUrl, options.ApiKeySecretName, options.Timeout));
    }

    [Theory]
    [InlineData("BaseUrl", "https://gateway.example.com/hops")]
    [InlineData("BaseUrl", "http://localhost:5000")]
    [InlineData("BaseUrl", "http://127.0.0.1:5000")]
    [InlineData("Timeout", "00:00:05")]
    public void Accepts(string setting, string value) => Bind((setting, value));

    [Theory]
    [InlineData("BaseUrl", "http://api.hopsworks.ai", "Hopsworks__BaseUrl must be an https address such as https://api.hopsworks.ai")]
    [InlineData("BaseUrl", "api.hopsworks.ai", "Hopsworks__BaseUrl must be")]
    [InlineData("ApiKeySecretName", "my key", "Hopsworks__ApiKeySecretName must be a Key Vault secret's name")]
    [InlineData("Timeout", "00:00:00", "Hopsworks__Timeout must be between")]
    [InlineData("TotalTimeout", "1.00:00:00", "Hopsworks__TotalTimeout must be between")]
    [InlineData("MaxResponseSize", "0", "MaxResponseSize must be between 1024 and")]
    public void Refuses_and_says_what_would_be_right(string setting, string value, string message) =>
        Assert.Contains(message, Assert.Throws<OptionsValidationException>(() => Bind((setting, value))).Message, StringComparison.Ordinal);

    private static HopsworksOptions Bind(params (string Setting, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.ToDictionary(pair => $"Hopsworks:{pair.Setting}", pair => (string?)pair.Value)).Build();
        using var services = new ServiceCollection().AddHopsworksClient(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<HopsworksOptions>>().Value;
    }
}
