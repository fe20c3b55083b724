using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Playbooks;

/// <summary>What <c>http.request</c> sends with: the host's client, one of the engine's own for all runs, or one for a single step with TLS options.</summary>
internal sealed class HttpClients(HttpClient? given)
{
    private static readonly string[] Files = ["ca_file", "client_certificate_file", "client_key_file"];

    // A connection that is used again may just have been closed by the server. A request that may not be sent twice
    // would then fail at random, so it gets a connection of its own.
    private readonly Lazy<HttpClient> _repeatable = new(() => given ?? Make(new SslClientAuthenticationOptions(), isRepeatable: true));
    private readonly Lazy<HttpClient> _once = new(() => given ?? Make(new SslClientAuthenticationOptions(), isRepeatable: false));

    /// <summary>What is wrong with the TLS options of a step; null when nothing is.</summary>
    public string? Problem(StepArguments arguments)
        => !HasTlsOptions(arguments) ? null
            : given is not null ? "TLS options cannot apply: the host of this engine gave it a client of its own, whose TLS settings count"
            : !VerifiesTls(arguments) && arguments.ContainsKey("ca_file") ? "Give 'ca_file' or 'verify_tls: false', not both: without verifying, no authority is asked"
            : arguments.ContainsKey("client_key_file") && !arguments.ContainsKey("client_certificate_file") ? "'client_key_file' needs a 'client_certificate_file'"
            : null;

    public static bool VerifiesTls(StepArguments arguments) => arguments.GetBoolean("verify_tls", fallback: true);

    /// <summary>The client for one step.</summary>
    /// <exception cref="CryptographicException">A file holds no certificate or key.</exception>
    /// <exception cref="FormatException">The method cannot be sent.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public Lease For(StepArguments arguments, string rootDirectory)
    {
        bool isRepeatable = HttpMessage.IsRepeatable(HttpMessage.MethodOf(arguments));
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
#pragma warning disable CA5359 // The step asks for it in as many words, and each run of it logs a warning.
                tls.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
            }

            if (PathOf("ca_file", arguments, rootDirectory) is string authorities)
            {
                tls.CertificateChainPolicy = Trusting(authorities, owned);
            }

            if (PathOf("client_certificate_file", arguments, rootDirectory) is string certificate)
            {
                X509Certificate2 own = X509Certificate2.CreateFromPemFile(certificate, PathOf("client_key_file", arguments, rootDirectory) ?? certificate);
                owned.Add(own);
                tls.ClientCertificateContext = SslStreamCertificateContext.Create(own, additionalCertificates: null, offline: true);
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

    /// <summary>A client that follows no redirect: a header with a secret is for the host that was named.</summary>
    private static HttpClient Make(SslClientAuthenticationOptions tls, bool isRepeatable)
        => new(new SocketsHttpHandler
        {
            // Connections are renewed, so that a changed address is noticed.
            PooledConnectionLifetime = isRepeatable ? TimeSpan.FromMinutes(2) : TimeSpan.Zero,
            UseCookies = false,
            AllowAutoRedirect = false,
            SslOptions = tls,
        })
        {
            // The step's own time limits count.
            Timeout = Timeout.InfiniteTimeSpan,
        };

    private static X509ChainPolicy Trusting(string file, List<IDisposable> owned)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPemFile(file);
        owned.AddRange(policy.CustomTrustStore);
        return policy.CustomTrustStore.Count > 0 ? policy : throw new CryptographicException($"'{file}' holds no certificate (PEM)");
    }

    private static bool HasTlsOptions(StepArguments arguments) => !VerifiesTls(arguments) || Array.Exists(Files, arguments.ContainsKey);

    private static string? PathOf(string name, StepArguments arguments, string rootDirectory)
        => arguments.GetStringOrDefault(name) is string file ? Path.GetFullPath(file, rootDirectory) : null;

    /// <summary>A client for the time of one step.</summary>
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
