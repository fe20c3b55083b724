namespace Playbooks.Tests.Credentials;

public sealed class CredentialProviderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FindAsync_EnvironmentProvider_ReadsTheVariables()
    {
        string name = Unique();
        Set(name, "USERNAME", "me");
        Set(name, "PASSWORD", "hidden");
        Set(name, "API_KEY", "key");
        EnvironmentCredentialProvider provider = new();

        Credential credential = (await provider.FindAsync(name, Cancellation)).ShouldNotBeNull();

        credential.Name.ShouldBe(name);
        credential.Username.ShouldBe("me");
        credential.Password.ShouldNotBeNull().Reveal().ShouldBe("hidden");
        credential.Fields.ShouldHaveSingleItem().Key.ShouldBe("api_key");
        credential.Fields["api_key"].Reveal().ShouldBe("key");
        (await provider.FindAsync("nobody-at-all", Cancellation)).ShouldBeNull();
    }

    [Theory]
    [InlineData("-admin")]
    [InlineData("_admin")]
    [InlineData("__admin")]
    [InlineData("_")]
    public async Task FindAsync_VariablesOfALongerName_AreNotThoseOfAShorterOne(string rest)
    {
        string name = Unique();
        Set(name + rest, "PASSWORD", "hidden");
        EnvironmentCredentialProvider provider = new();

        (await provider.FindAsync(name, Cancellation)).ShouldBeNull();
        (await provider.FindAsync(name + rest, Cancellation)).ShouldNotBeNull().Fields.ShouldBeEmpty();
    }

    [Fact]
    public async Task FindAsync_Composite_TheFirstThatKnowsItGivesAllOfIt()
    {
        CompositeCredentialProvider provider = new(
            new InMemoryCredentialProvider(new Credential { Name = "a", Username = "first" }),
            new InMemoryCredentialProvider(new Credential { Name = "a", Password = new Secret("second") }, new Credential { Name = "b", Username = "second" }));

        Credential a = (await provider.FindAsync("a", Cancellation)).ShouldNotBeNull();

        a.Username.ShouldBe("first");
        a.Password.ShouldBeNull();
        (await provider.FindAsync("b", Cancellation)).ShouldNotBeNull().Username.ShouldBe("second");
        (await provider.FindAsync("c", Cancellation)).ShouldBeNull();
        Should.Throw<ArgumentException>(() => new CompositeCredentialProvider(provider, null!));
    }

    [Fact]
    public async Task FindAsync_CompositeOverOneThatFails_DoesNotAskTheNext()
    {
        CompositeCredentialProvider provider = new(new UnreachableProvider(), new InMemoryCredentialProvider(new Credential { Name = "a" }));

        await Should.ThrowAsync<IOException>(() => provider.FindAsync("a", Cancellation).AsTask());
    }

    private static string Unique() => $"test-{Guid.NewGuid():N}";

    private static void Set(string name, string field, string value)
        => Environment.SetEnvironmentVariable($"PLAYBOOKS_CREDENTIAL_{name.ToUpperInvariant().Replace('-', '_')}__{field}", value);

    private sealed class UnreachableProvider : ICredentialProvider
    {
        public ValueTask<Credential?> FindAsync(string name, CancellationToken cancellationToken) => throw new IOException("The vault is closed");
    }
}
