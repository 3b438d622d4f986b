using System.Net;
using System.Net.Sockets;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Testing;
using HopsworksFunctions.Tests.LocalHost;
using Microsoft.AspNetCore.Http;
using NodaTime;

namespace HopsworksFunctions.Tests.Notifications;

public sealed class ChannelSenderTests
{
    private static readonly NotificationChannel Slack = NotifyRig.Channel(ChannelType.Slack);

    private static Task<Delivery> SendAsync(NotifyRig rig, NotificationChannel? channel = null) => rig.Sender.SendAsync(
        channel ?? Slack, new("test", new("m1", NotifyRig.Evening, [], []), [new(NotifyRig.Stopped("dev-1"), null)]),
        TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(200, "ok", "Taken", null)]
    [InlineData(202, "", "Taken", null)]
    [InlineData(400, "invalid_payload", "Refused", "it rejects messages (HTTP 400: invalid_payload)")]
    [InlineData(404, "no_service", "Refused",
        "its address is no longer valid (HTTP 404: no_service); create a new webhook and store its address")]
    [InlineData(410, "channel_is_archived\n", "Refused",
        "its address is no longer valid (HTTP 410: channel_is_archived); create a new webhook and store its address")]
    [InlineData(401, """{"error":{"code":"DirectApiAuthorizationRequired","message":"sig=..."}}""", "Refused", "its address is no longer valid (HTTP 401: DirectApiAuthorizationRequired); create a new webhook and store its address")]
    [InlineData(413, "", "Unacceptable", "it rejected this message (HTTP 413)")]
    [InlineData(429, "rate_limited", "Unavailable", "it is rate limiting (HTTP 429: rate_limited)")]
    [InlineData(500, "<html>services/kEyMaRkEr</html>", "Unavailable", "it has an error (HTTP 500)")]
    [InlineData(503, "kEyMaRkEr", "Unavailable", "it has an error (HTTP 503)")]
    public async Task Each_answer_has_its_meaning_and_only_words_of_it_are_repeated(int status, string body, string result, string? problem)
    {
        await using var receiver = (await WebhookReceiver.StartAsync()).Answering(status, body);
        await using var rig = new NotifyRig { Secrets = { ["hook"] = receiver.Address } };

        var delivery = await SendAsync(rig);

        Assert.Equal((result, problem), (delivery.Result.ToString(), delivery.Problem));
        Assert.Equal("application/json; charset=utf-8", receiver.Only.Headers["content-type"]);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using var elsewhere = await WebhookReceiver.StartAsync();
        await using var receiver = (await WebhookReceiver.StartAsync()).Answering(307, location: elsewhere.Address);
        await using var rig = new NotifyRig { Secrets = { ["hook"] = receiver.Address } };

        var delivery = await SendAsync(rig);

        Assert.Equal((DeliveryResult.Refused, "it redirects (HTTP 307), and the app follows no redirects; store the new address"),
            (delivery.Result, delivery.Problem));
        Assert.Empty(elsewhere.All);
    }

    [Fact]
    public async Task How_long_to_wait_is_taken_from_the_answer()
    {
        await using var receiver = (await WebhookReceiver.StartAsync()).Answering(429, retryAfter: "1800");
        await using var rig = new NotifyRig { Secrets = { ["hook"] = receiver.Address } };

        Assert.Equal(Duration.FromMinutes(30), (await SendAsync(rig)).RetryAfter);
    }

    [Fact]
    public async Task A_receiver_that_never_answers_costs_a_few_seconds()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answering(async context =>
        {
            var gone = new TaskCompletionSource();
            await using var _ = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
        });
        await using var rig = new NotifyRig { Secrets = { ["hook"] = receiver.Address } };

        var sending = SendAsync(rig);
        await Eventually.IsTrueAsync(() => receiver.All.Count == 1, "the request arrives");
        rig.Time.Advance(ChannelSender.RequestTimeout);

        Assert.Equal(new(DeliveryResult.Unavailable, "no answer within 5 seconds"), await sending);
    }

    [Fact]
    public async Task A_receiver_that_answers_an_error_without_end_costs_as_little()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answering(async context =>
        {
            context.Response.StatusCode = 500;
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.WriteAsync("no end ", context.RequestAborted);
        });
        await using var rig = new NotifyRig { Secrets = { ["hook"] = receiver.Address } };

        Assert.Equal(new(DeliveryResult.Unavailable, "it has an error (HTTP 500)"), await SendAsync(rig));
    }

    [Fact]
    public async Task A_dropped_connection_and_a_port_where_nobody_listens_may_work_later()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        receiver.Answering(context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var rig = new NotifyRig { Secrets = { ["hook"] = receiver.Address } };
        Assert.Equal(new(DeliveryResult.Unavailable, "it closed the connection early"), await SendAsync(rig));

        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        rig.Secrets["hook"] = $"http://{listener.LocalEndpoint}/kEyMaRkEr";
        listener.Stop();
        Assert.Equal(new(DeliveryResult.Unavailable, "cannot connect"), await SendAsync(rig));
    }

    [Theory]
    [InlineData("Production", "http://127.0.0.1:1/kEyMaRkEr")]
    [InlineData("Development", "http://example.com/kEyMaRkEr")]
    [InlineData("Development", "file:///kEyMaRkEr")]
    [InlineData("Development", "kEyMaRkEr,no-address")]
    public async Task Only_https_is_an_address_but_on_this_machine_in_development(string environment, string address)
    {
        await using var rig = new NotifyRig(environment) { Secrets = { ["hook"] = address } };

        Assert.Equal(new(DeliveryResult.Refused, "secret 'hook' does not contain an https address"), await SendAsync(rig));
    }

    [Theory]
    [InlineData("https://127.0.0.1:1/kEyMa RkEr")]
    [InlineData("https://127.0.0.1:1/kEyMa\r\nRkEr")]
    [InlineData("https://127.0.0.1:1/kEyMa\uFEFFRkEr")]
    [InlineData("https://127.0.0.1:1/\thttps://127.0.0.1:1/kEyMaRkEr")]
    [InlineData("kEyMaRkEr, no address")]
    public async Task An_address_with_what_nobody_sees_is_refused_and_not_mended(string address)
    {
        await using var rig = new NotifyRig { Secrets = { ["hook"] = address } };

        Assert.Equal(
            new(DeliveryResult.Refused, "secret 'hook' does not contain an https address; "
                + "it contains blanks, line ends or a byte-order mark, so store the address in one line"),
            await SendAsync(rig));
    }

    [Fact]
    public async Task A_missing_secret_is_named()
    {
        await using var rig = new NotifyRig();

        Assert.Equal(new(DeliveryResult.Refused, "hook'."), await SendAsync(rig));
    }

    [Fact]
    public async Task A_key_that_is_too_short_is_named_and_nothing_is_sent_unsigned()
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        await using var rig = new NotifyRig { Secrets = { ["hook"] = receiver.Address, ["signing"] = "short" } };

        var delivery = await SendAsync(rig, NotifyRig.Channel(ChannelType.Generic, signing: "signing"));

        Assert.Equal((DeliveryResult.Refused,
            "secret 'signing' is too short for signing; store 'whsec_' followed by at least 24 random bytes in base64"),
            (delivery.Result, delivery.Problem));
        Assert.Empty(receiver.All);
    }

    [Fact]
    public async Task A_new_address_in_the_vault_is_used_as_soon_as_the_old_one_is_refused()
    {
        await using var old = (await WebhookReceiver.StartAsync()).Answering(404, "no_service");
        await using var current = await WebhookReceiver.StartAsync();
        await using var rig = new NotifyRig { Secrets = { ["hook"] = old.Address } };
        rig.Secrets.Rotate("hook", current.Address);

        Assert.Equal(Delivery.Taken, await SendAsync(rig));
        Assert.Equal((1, 1), (old.All.Count, current.All.Count));
    }
}
