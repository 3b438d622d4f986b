using System.Globalization;
using System.Text.Json;
using HopsworksFunctions.Policies.Clusters;
using HopsworksFunctions.Policies.Json;

namespace HopsworksFunctions.Core.Reports.Savings;

/// <summary>A price table written by a person. A line for a region takes precedence over a line for all regions.</summary>
public sealed class PriceTable
{
    public static readonly PriceTable Empty = new([], null);

    /// <summary>The maximum file size in bytes, enough for ten thousand prices.</summary>
    public const int MaxBytes = 1024 * 1024;

    private const int MaxNoteLength = 200;

    private static readonly string[] Required = ["cloud", "instanceType", "usdPerHour"];
    private static readonly Dictionary<string, Cloud> Clouds = new() { ["AZURE"] = Cloud.Azure, ["AWS"] = Cloud.Aws, ["GCP"] = Cloud.Gcp };

    private readonly Dictionary<Machine, Rate> rates;

    private PriceTable(Dictionary<Machine, Rate> rates, string? note) => (this.rates, Note) = (rates, note);

    /// <summary>The author's note on the prices; null for none.</summary>
    public string? Note { get; }

    public Rate? Find(Machine machine) => rates.GetValueOrDefault(machine) ?? rates.GetValueOrDefault(machine with { Region = null });

    /// <summary>Parses a price table. Returns null and the problems with their positions if it is not valid.</summary>
    public static (PriceTable? Table, IReadOnlyList<Problem> Problems) Parse(ReadOnlySpan<byte> utf8)
    {
        var problems = new List<Problem>();
        var rates = new Dictionary<Machine, Rate>();
        string? note = null;
        if (utf8.Length > MaxBytes)
            problems.Add(Problem.Error(new(JsonPath.Root, 1, 1), $"the file is larger than {MaxBytes / 1024} KB"));
        else if (JsonText.Parse(utf8, problems) is { } root)
        {
            var reader = new ObjectReader(root, problems);
            reader.String("$schema");
            note = OneLine.Read(reader, "note", MaxNoteLength);
            foreach (var item in reader.Array("prices")?.Items ?? [])
                ReadLine(item, rates, problems);
            reader.RejectUnknownMembers();
        }
        return (problems.Count == 0 ? new PriceTable(rates, note) : null, problems);
    }

    private static void ReadLine(JsonNode item, Dictionary<Machine, Rate> rates, List<Problem> problems)
    {
        var line = new ObjectReader(item, problems);
        if (item.Kind != JsonValueKind.Object)
            return;
        var cloud = line.Choice("cloud", Clouds);
        var region = line.String("region");
        var type = line.String("instanceType");
        var dollars = Dollars(line);
        var cpus = line.Integer("cpus", 1, 10_000);
        line.RejectUnknownMembers();
        foreach (var missing in Required.Where(name => item[name] is null))
            line.AddError(item, $"missing field '{missing}'");
        if (cloud is { } c && type is not null && dollars is not null
            && !rates.TryAdd(new(c, region, type), new(dollars, cpus, "price table")))
            line.AddError(item, $"duplicate price for {type} in {region ?? "all regions"}");
    }

    private static decimal? Dollars(ObjectReader line)
    {
        if (line.Of("usdPerHour", JsonValueKind.Number, "a number") is not { } value)
            return null;
        if (decimal.TryParse(value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var dollars) && dollars is > 0 and <= 10_000)
            return dollars;
        line.AddError(value, $"expected a price above 0 and up to 10,000 US dollars an hour, got {value.Text}");
        return null;
    }
}
