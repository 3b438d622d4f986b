using HopsworksFunctions.Core.Secrets;

namespace HopsworksFunctions.Tests.Secrets;

public sealed class SecretRedactionTests
{
    private const string Key = "aB/c+d=ukEyMaRkEr\"9";

    [Theory]
    [InlineData("no aB/c+d=ukEyMaRkEr\"9 no", "no * no")]
    [InlineData("aB%2Fc%2bd%3DukEyMaRkEr%229", "*")]
    [InlineData("aB%252Fc%25252bd%253DukEyMaRkEr%25229", "*")]
    [InlineData("aB\\/c\\u002bd\\u003D\\u0075kEyM\\u0061RkEr\\\"9", "*")]
    [InlineData("aB\\\\/c\\\\u002bd=ukEyMaRkEr\\\\\\\"9", "*")]
    [InlineData("aB/c+d=ukEyMaRkEr\"", "*")]
    [InlineData("aB/c+d=ukE", "*")]
    [InlineData("aB/c+d=u", "aB/c+d=u")]
    [InlineData("aBaB/c+d=ukEyMaRkEr\"9aB/c+d=ukEyMaRkEr\"9", "aB**")]
    [InlineData("100 % of \\u00 and \\", "100 % of \\u00 and \\")]
    [InlineData("a%", "a%")]
    [InlineData("", "")]
    public void A_secret_is_found_however_it_is_written(string text, string clean) =>
        Assert.Equal(clean, SecretRedaction.Without(text, Key, "*"));

    [Fact]
    public void Of_a_short_secret_no_beginning_is_taken_for_it() => Assert.Equal("a an *", SecretRedaction.Without("a an and", "and", "*"));
}
