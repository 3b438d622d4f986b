using HopsworksFunctions.Core.Notifications;
using HopsworksFunctions.Core.Secrets;

namespace HopsworksFunctions.Tests.Secrets;

public sealed class UnseenCharactersTests
{
    [Theory]
    [InlineData("\uFEFFone two")]
    [InlineData("\r\none two\r\n")]
    [InlineData(" \t\uFEFFone two\n\uFEFF")]
    [InlineData("one two\u200B\0")]
    public async Task What_editors_files_and_pipes_add_is_no_part_of_a_secret(string stored)
    {
        await using var rig = await VaultRig.StartAsync();
        rig.Vault.Set(VaultRig.Name, stored);
        Assert.Equal("one two", (await rig.GetAsync()).Value);
    }

    [Fact]
    public async Task A_secret_of_nothing_else_is_empty()
    {
        await using var rig = await VaultRig.StartAsync();
        rig.Vault.Set(VaultRig.Name, "\uFEFF\r\n");
        Assert.Contains("is empty", await rig.GetProblemAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_signing_key_is_the_same_however_it_was_stored()
    {
        const string Key = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

        Assert.Equal(Signature.KeyOf(Key), Signature.KeyOf(SecretText.Clean($"\uFEFF {Key}\r\n")));
        Assert.Null(Signature.KeyOf(Key.Insert(10, "\uFEFF")));
    }
}
