using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Playbooks;

/// <summary>
/// Selects the client of an <c>http.request</c> step: the host's, one of the engine's own for all runs, or one for a
/// step with TLS options.
/// </summary>
internal sealed class HttpClients(HttpClient? given)
{
    private static readonly string[] Files = ["ca_file", "client_certificate_file", "client_key_file"];

    // The server may just have closed a pooled connection. A request on it that must not be sent twice would then fail
    // at random. So such requests get a connection of their own.
    private readonly Lazy<HttpClient> _repeatable = new(
        () => given ?? Make(new SslClientAuthenticationOptions(), isRepeatable: true));
    private readonly Lazy<HttpClient> _once = new(
        () => given ?? Make(new SslClientAuthenticationOptions(), isRepeatable: false));

    /// <summary>Finds a fault of a step's TLS options; null when there is none.</summary>
    public string? Problem(StepArguments arguments)
        => !HasTlsOptions(arguments) ? null
            : given is not null
                ? "TLS options cannot apply: "
                    + "the host of this engine gave it a client of its own, whose TLS settings count"
            : !VerifiesTls(arguments) && arguments.ContainsKey("ca_file")
                ? "Give 'ca_file' or 'verify_tls: false', not both: without verifying, no authority is asked"
            : arguments.ContainsKey("client_key_file") && !arguments.ContainsKey("client_certificate_file")
                ? "'client_key_file' needs a 'client_certificate_file'"
            : null;

    public static bool VerifiesTls(StepArguments arguments) => arguments.GetBoolean("verify_tls", fallback: true);

    /// <summary>Gets the client for one step.</summary>
    /// <exception cref="CryptographicException">A file has no certificate or key.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public Lease For(HttpMethod method, StepArguments arguments, string rootDirectory)
    {
        bool isRepeatable = HttpMessage.IsSafe(method.Method);
        if (!HasTlsOptions(arguments))
        {
            return new Lease((isRepeatable ? _repeatable : _once).Value, []);
        }

        List<IDisposable> owned = [];
        try
        {
            SslClientAuthenticationOptions tls = new();
            if (!VerifiesTls(arguments))
            {
#pragma warning disable CA5359 // The step asks for it explicitly, and each run of it logs a warning.
                tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
            }

            if (PathOf("ca_file", arguments, rootDirectory) is string authorities)
            {
                tls.CertificateChainPolicy = Trusting(authorities, owned);
            }

            if (PathOf("client_certificate_file", arguments, rootDirectory) is string certificate)
            {
                X509Certificate2 own = X509Certificate2.CreateFromPemFile(
                    certificate, PathOf("client_key_file", arguments, rootDirectory) ?? certificate);
                owned.Add(own);
                tls.ClientCertificateContext = SslStreamCertificateContext.Create(
                    own, additionalCertificates: null, offline: true);
            }

            HttpClient client = Make(tls, isRepeatable);
            owned.Add(client);
            return new Lease(client, owned);
        }
        catch
        {
            owned.ForEach(one => one.Dispose());
            throw;
        }
    }

    /// <summary>
    /// Makes a client that does not follow redirects: a header with a secret is only for the host in the address.
    /// </summary>
    private static HttpClient Make(SslClientAuthenticationOptions tls, bool isRepeatable)
        => new(new SocketsHttpHandler
        {
            // Connections are renewed, so that a changed DNS entry takes effect.
            PooledConnectionLifetime = isRepeatable ? TimeSpan.FromMinutes(2) : TimeSpan.Zero,
            UseCookies = false,
            AllowAutoRedirect = false,
            SslOptions = tls,
        })
        {
            // The step has time limits of its own.
            Timeout = Timeout.InfiniteTimeSpan,
        };

    private static X509ChainPolicy Trusting(string file, List<IDisposable> owned)
    {
        X509ChainPolicy policy =
            new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        owned.AddRange(policy.CustomTrustStore);
        return policy.CustomTrustStore.Count > 0
            ? policy
            : throw new CryptographicException($"'{file}' holds no certificate (PEM)");
    }

    private static bool HasTlsOptions(StepArguments arguments)
        => !VerifiesTls(arguments) || Array.Exists(Files, arguments.ContainsKey);

    private static string? PathOf(string name, StepArguments arguments, string rootDirectory)
        => arguments.GetStringOrDefault(name) is string file ? Path.GetFullPath(file, rootDirectory) : null;

    /// <summary>A client that is lent to one step.</summary>
    internal sealed class Lease(HttpClient client, IReadOnlyList<IDisposable> owned) : IDisposable
    {
        public HttpClient Client => client;

        public void Dispose()
        {
            foreach (IDisposable one in owned)
            {
                one.Dispose();
            }
        }
    }
}
