using FsCheck;
using FsCheck.Fluent;

namespace Playbooks.Tests.Steps;

public sealed class StepAddressTests
{
    [Fact]
    public void TryParse_AnyAddress_ComesBack()
    {
        Gen<(string Text, int Depth)> part =
            from id in Gen.Elements("a", "deploy", "web-1", "_x", "é")
            from attempt in Gen.OneOf(Gen.Constant(1), Gen.Choose(2, 101))
            from key in Gen.Elements(null, "web-1", "0", "a b", "x.2", "é", "😀", "a:b", "{{", "'")
            select ($"{id}{(attempt > 1 ? $"#{attempt}" : "")}{(key is null ? "" : $"[{key}]")}", key is null ? 1 : 2);
        Gen<(string Text, int Depth)> addresses =
            from parts in Gen.NonEmptyListOf(part)
            select (string.Join('/', parts.Select(one => one.Text)), parts.Sum(one => one.Depth) - 1);

        Prop.ForAll(addresses.ToArbitrary(), one =>
        {
            StepAddress.TryParse(one.Text, out StepAddress? address).ShouldBeTrue(one.Text);
            address.ToString().ShouldBe(one.Text);
            address.Depth.ShouldBe(one.Depth);
            StepAddress.TryParse(one.Text, out StepAddress? again).ShouldBeTrue();
            again.Equals(address).ShouldBeTrue();
            again.GetHashCode().ShouldBe(address.GetHashCode());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void TryParse_AnyText_NeverThrows()
    {
        Gen<string> texts = from parts in Gen.ListOf(Gen.Elements("a", "#", "[", "]", "/", "2", "x", "#2", "[k]", " ")) select string.Concat(parts);

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            if (StepAddress.TryParse(text, out StepAddress? address))
            {
                StepAddress.TryParse(address.ToString(), out StepAddress? again).ShouldBeTrue(text);
                again!.Equals(address).ShouldBeTrue(text);
                again.Depth.ShouldBe(address.Depth, text);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("a/")]
    [InlineData("/a")]
    [InlineData("a[")]
    [InlineData("a[k")]
    [InlineData("a[k]b")]
    [InlineData("[k]")]
    [InlineData("#2")]
    [InlineData("a#")]
    [InlineData("a#0")]
    [InlineData("a#-1")]
    [InlineData("a#x")]
    [InlineData("a#99999999999")]
    public void TryParse_NoAddress_IsFalse(string? text) => StepAddress.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void TryParse_Parts_AreThoseOfTheAddress()
    {
        StepAddress.TryParse("deploy/restart#2[web-1]/wait", out StepAddress? address).ShouldBeTrue();

        address.StepId.ShouldBe("wait");
        address.Key.ShouldBeNull();
        address.Depth.ShouldBe(3);
        StepAddress restart = address.Parent.ShouldNotBeNull();
        (restart.StepId, restart.Attempt, restart.Key, restart.Depth).ShouldBe(("restart", 2, "web-1", 2));
        restart.Parent.ShouldNotBeNull().ToString().ShouldBe("deploy");
    }
}
