using System.Text;
using System.Text.Json;
using CsCheck;
using HopsworksFunctions.Core.Hopsworks.Wire;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Tests.Hopsworks.Reference;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;

namespace HopsworksFunctions.Tests.Hopsworks;

/// <summary>The reader of an answer's bytes reads what the serializer would, with or without an earlier answer.</summary>
public sealed class ListingPropertyTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 11, 23, 18, 0);
    private static readonly JsonSerializerOptions Shown = new JsonSerializerOptions().ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);

    [Fact]
    public void Reads_what_the_serializer_would_read() => Gen.Select(Gen.Int, Gen.Int[0, 3]).Sample((seed, kind) =>
    {
        var answers = new RandomAnswer(new(seed)) { Hostility = Hostility(kind) };
        var listing = answers.Listing(Clusters(answers, 6));
        Assert.Equal(Show(ReferenceAnswer.OfListing(listing, Now)), Show(Read(listing, Listing.None, Now)));
        var single = answers.Single();
        var cluster = Envelope<Cluster>.Read(single, (ref body) => ClusterReader.ReadPayload(ref body, Now));
        Assert.Equal(Show(ReferenceAnswer.OfCluster(single, Now)), Show(cluster is null ? null : new ReferenceAnswer(
            cluster.Code, cluster.Message, cluster.HasPayload, cluster.Content is { } content ? [content] : null, 0)));
        Assert.Equal(Envelope.Read(single)?.Message, cluster?.Message);
    }, iter: 3_000);

    [Fact]
    public void Reads_the_same_after_any_other_answer() => Gen.Select(Gen.Int, Gen.Int[0, 3]).Sample((seed, kind) =>
    {
        var random = new Random(seed);
        var answers = new RandomAnswer(random) { Hostility = Hostility(kind) };
        var (clusters, last, now) = (Clusters(answers, 8), Listing.None, Now);
        for (var run = 0; run < 6; run++)
        {
            var body = answers.Listing(clusters);
            var read = Read(body, last, now);
            Assert.Equal(Show(ReferenceAnswer.OfListing(body, now)), Show(read));
            last = read?.Content ?? last;
            now += Duration.FromHours(random.Next(-30, 40));
            Change(clusters, random, answers);
        }
    }, iter: 1_500);

    [Fact]
    public void Gives_the_same_objects_for_the_same_bytes_wherever_they_moved()
    {
        string[] all = [.. "abcdefgh".Select(id => $$"""{"id":"{{id}}","state":"running","tags":[{"name":"env","value":"dev"}]}""")];
        var first = List(all, Listing.None);
        string[][] next =
        [
            all, all[1..], all[..^1], [.. all[..3], .. all[4..]], [.. all.Reverse()], [all[7], .. all[..7]],
            [.. all[..2], """{"id":"new"}""", .. all[2..]],
            [.. all[..2], all[2].Replace("dev", "pro", StringComparison.Ordinal), .. all[3..]],
            ["7", .. all[..4], """{"name":"no id"}""", .. all[4..]],
        ];
        Assert.All(next, clusters => Assert.All(List(clusters, first).Clusters, cluster =>
        {
            var before = first.Clusters.FirstOrDefault(other => other.Id == cluster.Id);
            var isSame = clusters.Contains(all.FirstOrDefault(json => json.Contains($"\"{cluster.Id}\"", StringComparison.Ordinal)));
            Assert.Equal(isSame, ReferenceEquals(before, cluster));
        }));
    }

    [Theory]
    [InlineData("""{"id":"a","state":"running"}""", """{"id":"a","state":"stopped"}""")]
    [InlineData("""{"id":"a","state":"running"}""", """{"id":"a","state":"running","state":"stopped"}""")]
    [InlineData("""{"id":"a","state":"running"}""", """{"id":"a", "state":"running"}""")]
    public void Gives_a_new_object_for_other_bytes_of_the_same_cluster(string before, string after)
    {
        var (first, second) = (List([before, before], Listing.None), List([before, after], Listing.None));
        var third = List([before, after], first);
        Assert.Same(first.Clusters.First(), third.Clusters.First());
        Assert.NotSame(first.Clusters.Last(), third.Clusters.Last());
        Assert.Equal(second.Clusters.Select(Show), third.Clusters.Select(Show));
    }

    [Fact]
    public void Reads_a_date_again_when_it_is_not_in_the_future_any_more()
    {
        // This date is a day and an hour after now, and dates more than a day ahead are dropped.
        string[] clusters = ["""{"id":"a","startedOn":1795546800}""", """{"id":"b"}"""];
        var first = List(clusters, Listing.None);
        Assert.Equal([null, null], first.Clusters.Select(cluster => cluster.StartedOn));
        var later = List(clusters, first, Now + Duration.FromHours(1));
        Assert.Equal([Now + Duration.FromHours(25), null], later.Clusters.Select(cluster => cluster.StartedOn));
        Assert.Equal([null, null], List(clusters, later).Clusters.Select(cluster => cluster.StartedOn));
    }

    [Theory]
    [InlineData("""{"code":200,"payload":{"clusters":[A B]}}""", false)]
    [InlineData("""{"code":200,"payload":{"clusters":[A;B]}}""", false)]
    [InlineData("""{"code":200,"payload":{"clusters":[A,,B]}}""", false)]
    [InlineData("""{"code":200,"payload":{"clusters":[A,B,]}}""", false)]
    [InlineData("""{"code":200,"payload":{"clusters":[A,B""", false)]
    [InlineData("""{"payload":{"clusters":[A,B],"\ud800":1},"payload":{"clusters":[A,B]},"code":200}""", true)]
    public void Sees_what_is_wrong_around_clusters_that_it_does_not_read_again(string answer, bool isEnvelope)
    {
        string[] clusters = ["""{"id":"a"}""", """{"id":"b"}"""];
        var body = Encoding.UTF8.GetBytes(answer.Replace("A", clusters[0], StringComparison.Ordinal)
            .Replace("B", clusters[1], StringComparison.Ordinal));
        var read = Read(body, List(clusters, Listing.None), Now);
        Assert.Equal((isEnvelope ? 200 : null, isEnvelope ? false : null), (read?.Code, read?.HasPayload));
    }

    [Fact]
    public void Serves_as_the_last_answer_of_several_at_once()
    {
        string[] all = [.. Enumerable.Range(0, 300).Select(id => $$"""{"id":"c{{id}}","state":"running"}""")];
        var first = List(all, Listing.None);
        Parallel.For(0, 8, (int n) =>
        {
            string[] clusters = [.. all[n..].Reverse()];
            Assert.Equal(first.Clusters.Skip(n).Reverse(), List(clusters, first).Clusters, ReferenceEqualityComparer.Instance);
        });
    }

    private static int Hostility(int kind) => kind switch { 0 => 0, 1 => 300, 2 => 60, _ => 8 };

    private static List<string> Clusters(RandomAnswer answers, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => answers.Cluster())];

    private static void Change(List<string> clusters, Random random, RandomAnswer answers)
    {
        var at = random.Next(clusters.Count);
        switch (random.Next(6))
        {
            case 0: clusters[at] = answers.Cluster(); break;
            case 1: clusters.Insert(at, answers.Cluster()); break;
            case 2: clusters.Insert(at, clusters[random.Next(clusters.Count)]); break;
            case 3 when clusters.Count > 1: clusters.RemoveAt(at); break;
            case 4: clusters.Reverse(at / 2, clusters.Count - at); break;
        }
    }

    private static Listing List(IEnumerable<string> clusters, Listing last, Instant? now = null) =>
        Read(Encoding.UTF8.GetBytes($$"""{"payload":{"clusters":[{{string.Join(',', clusters)}}]},"code":200}"""), last, now ?? Now)!
            .Content!;

    private static Envelope<Listing>? Read(byte[] answer, Listing last, Instant now) =>
        Envelope<Listing>.Read(answer, (ref body) => Listing.ReadPayload(ref body, last, now));

    private static string Show(Envelope<Listing>? read) => Show(read is null ? null : new ReferenceAnswer(
        read.Code, read.Message, read.HasPayload, read.Content?.Clusters.ToList(), read.Content?.WithoutId ?? 0));

    private static string Show(object? value) => JsonSerializer.Serialize(value, Shown);
}
