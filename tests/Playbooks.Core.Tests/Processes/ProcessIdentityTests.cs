using Playbooks.Processes;

namespace Playbooks.Core.Tests.Processes;

public sealed class ProcessIdentityTests
{
    private static string[] Parts => ProcessIdentity.Current.Split(':');

    [Fact]
    public void IsDead_ThisProcess_IsFalse() => ProcessIdentity.IsDead(ProcessIdentity.Current).ShouldBeFalse();

    [Fact]
    public void IsDead_AnEarlierProcessOfTheSameId_IsTrue() => ProcessIdentity.IsDead($"{Parts[0]}:{Parts[1]}:1").ShouldBeTrue();

    [Fact]
    public void IsDead_AnIdThatNobodyHas_IsTrue() => ProcessIdentity.IsDead($"{Parts[0]}:{int.MaxValue}:{Parts[2]}").ShouldBeTrue();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void IsDead_OfAnotherMachineStartOrNamespace_IsNotKnown(int part)
    {
        string[] where = Parts[0].Split('/');
        where[part] += "0";

        ProcessIdentity.IsDead($"{string.Join('/', where)}:{int.MaxValue}:1").ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a:b")]
    [InlineData("a:b:c")]
    public void IsDead_NotAnIdentity_IsFalse(string text)
    {
        ProcessIdentity.IsDead(text).ShouldBeFalse();
        ProcessIdentity.IdOf(text).ShouldBeNull();
    }

    [Fact]
    public void IdOf_ThisProcess_IsItsId() => ProcessIdentity.IdOf(ProcessIdentity.Current).ShouldBe(Environment.ProcessId);
}
