using System.Net.Mime;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Policies;
using HopsworksFunctions.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using NodaTime;
using StandardWebhooks;

namespace HopsworksFunctions.Tests.Notifications;

/// <summary>Generic messages, read and verified with the libraries of the standards themselves.</summary>
public sealed class CloudEventTests
{
    private const string Key = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    private static CloudEvent Read(Payload payload)
    {
        var read = new JsonEventFormatter().DecodeStructuredModeMessage(payload.Body, new ContentType(payload.ContentType), null);
        Assert.True(read.IsValid);
        return read;
    }

    private static JsonElement Data(Payload payload) => (JsonElement)Read(payload).Data!;

    [Fact]
    public void Is_a_valid_event_with_all_that_is_known()
    {
        var link = new Uri("https://app.example/api/keep?token=t");

        var payload = Assert.Single(
            NotifyRig.Compose(ChannelType.Generic, [NotifyRig.Warned("dev-1"), NotifyRig.Stopped("<b>") with { DryRun = true }], link));

        var read = Read(payload);
        Assert.Equal(("m1-1", "urn:hopsworks-functions:test", "hopsworks-functions.events"), (read.Id, read.Source!.ToString(), read.Type));
        Assert.Equal(NotifyRig.Evening.ToDateTimeOffset(), read.Time);
        Assert.Equal(
            """{"account":"test","part":1,"parts":1,"events":[{"id":"warn:dev-1","event":"warn","severity":"warning","over":false,"dryRun":false,"at":"2026-06-01T18:45:00Z","message":"stops Mon 19:00 (UTC): its window in schedule 'office' ends.","cluster":{"id":"dev-1","name":"dev-1"},"stopAt":"2026-06-01T19:00:00Z","keepRunning":"https://app.example/api/keep?token=t"},{"id":"stop:<b>","event":"stop","severity":"information","over":false,"dryRun":true,"at":"2026-06-01T18:45:00Z","message":"Stopping: outside schedule 'office' since Mon 19:00 (Europe/Stockholm).","cluster":{"id":"<b>","name":"<b>"},"rule":"dev"}]}""",
            Data(payload).GetRawText());
    }

    [Fact]
    public void The_example_in_the_docs_is_what_is_sent()
    {
        var text = File.ReadAllText(Repository.PathTo("docs/notifications.md"));
        var start = text.IndexOf("```json\n", StringComparison.Ordinal) + 8;
        var example = JsonNode.Parse(text[start..text.IndexOf("```", start, StringComparison.Ordinal)])!;
        var at = Instant.FromUtc(2026, 6, 1, 16, 45);
        var warned = NotifyRig.Warned("6e0c...") with
        {
            Id = "warn:6e0c...:2026-06-01T17:00:00Z",
            At = at,
            ClusterName = "dev-anna",
            Rule = "dev",
            StopAt = at + Duration.FromMinutes(15),
            Text = "stops Mon 19:00 (Europe/Stockholm): its window in schedule 'office' ends.",
        };

        var sent = NotifyRig.Compose(ChannelType.Generic,
            new("default", new("20260601T164500000Z-4b6f0c1e", at, [warned], []), [new(warned, new("https://app.example/keep"))]))[0];

        example["data"]!["events"]![0]!["keepRunning"] = "https://app.example/keep";
        Assert.Equal(example.ToJsonString(), JsonNode.Parse(sent.Body)!.ToJsonString());
    }

    [Fact]
    public void Many_events_come_in_parts_of_at_most_64_KB_and_none_is_left_out()
    {
        var events = Enumerable.Range(0, 310).Select(i => NotifyRig.Stopped($"{new string('ü', 300)}{i}", new string('ß', 2000))).ToList();

        var parts = NotifyRig.Compose(ChannelType.Generic, events);

        Assert.Equal(13, parts.Count);
        Assert.All(parts, part => Assert.InRange(part.Body.Length, 1, 64 * 1024));
        Assert.Equal(Enumerable.Range(1, 13).Select(i => $"m1-{i}"), parts.Select(p => Read(p).Id));
        Assert.Equal(events.Select(e => e.Id), parts.SelectMany(p => Data(p).GetProperty("events").EnumerateArray())
            .Select(e => e.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task A_receiver_verifies_the_signature_with_the_standard_library()
    {
        var received = await SendSignedAsync(Key);

        Verify(received.Text, received);
        Assert.ThrowsAny<Exception>(() => Verify(received.Text.Replace("dev-1", "dev-2", StringComparison.Ordinal), received));
        Assert.ThrowsAny<Exception>(() =>
            Verify(received.Text,
            received with { Headers = new Dictionary<string, string>(received.Headers) { ["webhook-id"] = "m2-1" } }));
    }

    [Fact]
    public async Task A_plain_text_key_signs_with_its_bytes()
    {
        var received = await SendSignedAsync("plain-kEyMaRkEr-of-enough-length");

        // This computes the HMAC step by step, as RFC 2104 defines it.
        byte[] key = [.. "plain-kEyMaRkEr-of-enough-length"u8, .. new byte[32]];
        var content = Encoding.UTF8.GetBytes($"{received.Headers["webhook-id"]}.{received.Headers["webhook-timestamp"]}.{received.Text}");
        var inner = SHA256.HashData([.. key.Select(b => (byte)(b ^ 0x36)), .. content]);
        var outer = SHA256.HashData([.. key.Select(b => (byte)(b ^ 0x5c)), .. inner]);
        Assert.Equal($"v1,{Convert.ToBase64String(outer)}", received.Headers["webhook-signature"]);
    }

    [Theory]
    [InlineData("short")]
    [InlineData("whsec_not base64 at all, but long enough")]
    [InlineData("whsec_c2hvcnQ=")]
    public void A_key_that_is_too_short_or_broken_is_none(string secret) => Assert.Null(Signature.KeyOf(secret));

    private static async Task<ReceivedRequest> SendSignedAsync(string key)
    {
        await using var receiver = await WebhookReceiver.StartAsync();
        // The library reads the machine's clock.
        await using var rig = new NotifyRig(time: new(TimeProvider.System.GetUtcNow()))
        {
            Secrets = { ["hook"] = receiver.Address,
            ["signing"] = key }
        };
        var channel = NotifyRig.Channel(ChannelType.Generic, signing: "signing");
        await rig.PutAsync("m1", [NotifyRig.Stopped("dev-1")], channel);
        await rig.DeliverAsync(channel);
        return receiver.Only;
    }

    private static void Verify(string body, ReceivedRequest received) => new StandardWebhook(Key).Verify(
        body, new HeaderDictionary(received.Headers.ToDictionary(h => h.Key, h => new StringValues(h.Value))));
}
