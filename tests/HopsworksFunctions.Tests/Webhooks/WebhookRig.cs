using System.Text;
using HopsworksFunctions.Core.Hopsworks;
using HopsworksFunctions.Core.ManualOperations;
using HopsworksFunctions.Core.State;
using HopsworksFunctions.Core.State.Memory;
using HopsworksFunctions.Core.Webhooks;
using HopsworksFunctions.Tests.Hopsworks;
using HopsworksFunctions.Tests.Policies;
using HopsworksFunctions.Tests.Reconciliation;
using HopsworksFunctions.Tests.State;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Moq;

namespace HopsworksFunctions.Tests.Webhooks;

/// <summary>The webhook handler over a bench: dev-1 to dev-3 run under rule 'dev', prod-1 is protected, other has no rule.</summary>
internal sealed class WebhookRig
{
    private const string Fleet = """
        { 'limits': { 'maxStopsPerRun': 3 }, 'rules': [
          { 'name': 'production', 'match': { 'name': 'prod-*' }, 'protect': true }, { 'name': 'dev', 'match': { 'name': 'dev-*' } } ] }
        """;

    public static readonly string[] Sources =
    [
        "open:Kind=generic", "ci:Kind=generic", "ci:SigningSecretName=ci-key",
        "budget:Kind=azureMonitor", "budget:Rule=dev", "freeze:Kind=azureMonitor", "freeze:Rule=dev", "freeze:Action=hold",
        "freeze:Until=7d", "lost:Kind=azureMonitor", "lost:Rule=devs",
    ];

    private readonly string[] _settings;

    public WebhookRig(params string[] sources)
    {
        _settings = sources.Length == 0 ? Sources : sources;
        Desk = NewDesk();
        Bench.Hopsworks.Setup(h => h.StopAsync(It.IsAny<string>(), It.IsAny<CancellationToken>())).ReturnsAsync(ApiResult.Done);
    }

    public Bench Bench { get; } = new Bench { Policies = new(PolicyText.Valid(Fleet), null) }.Lists(
        Bench.Running("dev-1"), Bench.Running("dev-2"), Bench.Stopped("dev-3"), Bench.Running("prod-1"), Bench.Running("other"));

    public SettableSecrets Secrets { get; } = new("kEyMaRkEr-0123456789-0123456789-");
    public MemoryDocumentStore Documents { get; } = new();
    public WebhookHandler Desk { get; }

    /// <summary>Returns the handler of another instance of the app over the same state.</summary>
    public WebhookHandler NewDesk()
    {
        var orders = new WebhookCommandExecutor(Bench.Clusters, Bench.Holds, Bench.Freezes, Bench.Actions, Bench.Audit, Bench.Time);
        return new(
            Microsoft.Extensions.Options.Options.Create(Options(_settings)), Secrets,
            new(Book, orders, Bench.Time, NullLogger<SignedDeliveries>.Instance), orders, Bench.Time, NullLogger<WebhookHandler>.Instance);
    }

    public WebhookDeduplicator Book => new(Documents, NullLogger<WebhookDeduplicator>.Instance);

    public Task<OperationResult<WebhookOutcome>> SendAsync(string body, string source = "open", bool dryRun = false) =>
        SendAsync(new WebhookDelivery(source, Encoding.UTF8.GetBytes(body)), dryRun);

    public Task<OperationResult<WebhookOutcome>> SendAsync(WebhookDelivery delivery, bool dryRun = false) =>
        Desk.ReceiveAsync(delivery, "request-1", dryRun, TestContext.Current.CancellationToken);

    public void NothingWasStopped() =>
        Bench.Hopsworks.Verify(h => h.StopAsync(It.IsAny<string>(), It.IsAny<CancellationToken>()), Times.Never);

    public static WebhookOptions Options(params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).ToDictionary(s => s[0], s => (string?)s[1])).Build();
        var options = new WebhookOptions();
        WebhookSettings.Read(configuration, options);
        return options;
    }
}
