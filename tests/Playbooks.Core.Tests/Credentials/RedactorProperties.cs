using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using FsCheck;
using FsCheck.Fluent;

namespace Playbooks.Tests.Credentials;

/// <summary>Whatever the secrets are, and whatever stands around them.</summary>
public sealed class RedactorProperties
{
    private static readonly Func<string, string>[] Spellings =
    [
        text => text,
        JavaScriptEncoder.Default.Encode,
        JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode,
        Uri.EscapeDataString,
        text => WebUtility.UrlEncode(text),
        text => WebUtility.HtmlEncode(text),
        text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
        text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        text => text.Replace("'", "'\\''", StringComparison.Ordinal),
        text => text.ReplaceLineEndings(" "),
    ];

    private static readonly Gen<string> Text =
        from length in Gen.Choose(0, 24)
        from signs in Gen.ArrayOf(Gen.Elements("abcABC019 '\"\\/+%&<>;:{}…\n_-=éß€".ToCharArray()), length)
        select new string(signs);

    /// <summary>A secret that is masked wherever it stands.</summary>
    private static readonly Gen<string> LongSecret = Text.Where(text => text.Trim().Length >= 4);

    [Fact]
    public void Mask_AnySecretInAnySpelling_IsGone()
        => Prop.ForAll(
            (from secrets in Gen.NonEmptyListOf(LongSecret) from spelling in Gen.Choose(0, Spellings.Length - 1) from before in Text from after in Text select (secrets, spelling, before, after)).ToArbitrary(),
            given =>
            {
                Redactor redactor = Knowing(given.secrets);
                string shown = Spellings[given.spelling](given.secrets[0]);

                return !redactor.Mask($"{given.before} {shown} {given.after}").Contains(shown, StringComparison.Ordinal);
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Mask_ItsOwnResult_ChangesNothing()
        => Prop.ForAll(
            (from secrets in Gen.NonEmptyListOf(Text) from spelling in Gen.Choose(0, Spellings.Length - 1) from texts in Gen.NonEmptyListOf(Text) select (secrets, spelling, texts)).ToArbitrary(),
            given =>
            {
                Redactor redactor = Knowing(given.secrets);
                string masked = redactor.Mask(string.Concat(given.texts.Zip(given.secrets, (text, secret) => text + Spellings[given.spelling](secret))));

                return ReferenceEquals(redactor.Mask(masked), masked) || redactor.Mask(masked) == masked;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Mask_TextWithoutSecrets_IsTheSameInstance()
        => Prop.ForAll(
            (from secrets in Gen.NonEmptyListOf(LongSecret) from texts in Gen.NonEmptyListOf(Text) select (secrets, texts)).ToArbitrary(),
            given =>
            {
                Redactor redactor = Knowing(given.secrets.Select(secret => $"#{secret}#"));
                string text = string.Concat(given.texts);

                return ReferenceEquals(redactor.Mask(text), text) || redactor.Mask(text) != text;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static Redactor Knowing(IEnumerable<string> secrets)
    {
        Redactor redactor = new();
        foreach (string secret in secrets)
        {
            redactor.Add(new Secret(secret));
        }

        return redactor;
    }
}
