using System.Text;
using HopsworksFunctions.Policies.Json;
using HopsworksFunctions.Tests.Run;

namespace HopsworksFunctions.Tests.Policies;

public sealed class TextSanitizerTests
{
    [Theory]
    [InlineData("a\u001b[31m\u009b\u0007\u007f", @"a\u001b[31m\u009b\u0007\u007f")]
    [InlineData("\r\n\t\u0085\u2028\u2029", @"\u000d\u000a\u0009\u0085\u2028\u2029")]
    [InlineData("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e", @"\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e")]
    [InlineData("\u2066\u2067\u2068\u2069", @"\u2066\u2067\u2068\u2069")]
    [InlineData("\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u3164", @"\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u3164")]
    [InlineData("x\U000e0061y", @"x\udb40\udc61y")]
    public void What_is_not_seen_is_made_visible_once(string text, string shown)
    {
        Assert.Equal(shown, TextSanitizer.Escape(text));
        Assert.Equal(shown, TextSanitizer.Escape(shown));
        Assert.Equal("", Hidden.In(shown));
    }

    // An attribute cannot hold half a surrogate pair.
    [Fact]
    public void Half_of_a_pair_is_made_visible() =>
        Assert.Equal(@"x\ud800y\udc00\ud83d", TextSanitizer.Escape("x\ud800y\udc00\ud83d"));

    [Theory]
    [InlineData("dev-anna")]
    [InlineData("Łódź, Привет, مرحبا, 東京, a\u00a0b")]
    [InlineData("\U0001f600\u2764\ufe0f\U0001f1f8\U0001f1ea")]
    [InlineData(@"C:\u000a")]
    public void What_is_seen_stays(string text) => Assert.Same(text, TextSanitizer.Escape(text));

    [Fact]
    public void A_line_has_blanks_for_breaks_and_is_cut_after_what_is_not_seen_is_visible()
    {
        Assert.Equal(@"a b\u202e\u001bc", TextSanitizer.ToLine("a\nb\u202e\u001bc\r\n"));
        Assert.Equal(301, TextSanitizer.ToLine(new('\u202e', 100)).Length);
        Assert.DoesNotContain(Rune.ReplacementChar, TextSanitizer.ToLine($"{new string('x', 299)}\U0001f600").EnumerateRunes());
    }
}
