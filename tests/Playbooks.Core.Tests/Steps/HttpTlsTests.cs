using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Playbooks.Tests.Steps;

public sealed class HttpTlsTests : IDisposable
{
    private readonly TemporaryLibrary _library = new();
    private readonly X509Certificate2 _server = SelfSigned("127.0.0.1");
    private readonly X509Certificate2 _client = SelfSigned("a client");

    [Fact]
    public async Task Execute_AnUnknownAuthority_IsNotBelieved()
    {
        await using LoopbackServer server = Serve();

        (await RunAsync(server, "")).Error.ShouldNotBeNull().ShouldSatisfyAllConditions(
            error => error.ShouldStartWith($"GET {server.Url}: "),
            error => error.ShouldContain("certificate"));
    }

    [Fact]
    public async Task Execute_CaFile_IsBelieved()
    {
        _library.Write("ca.pem", _server.ExportCertificatePem());
        await using LoopbackServer server = Serve();

        (await RunAsync(server, ", ca_file: ca.pem")).Error.ShouldBeNull();
    }

    [Fact]
    public async Task Execute_CaFileOfAnotherAuthority_IsNotEnough()
    {
        _library.Write("ca.pem", _client.ExportCertificatePem());
        await using LoopbackServer server = Serve();

        (await RunAsync(server, ", ca_file: ca.pem")).Error.ShouldNotBeNull().ShouldContain("certificate");
    }

    [Fact]
    public async Task Execute_CaFileAndAnotherHost_IsNotBelieved()
    {
        _library.Write("ca.pem", _client.ExportCertificatePem());
        await using LoopbackServer server = Serve(_client);

        (await RunAsync(server, ", ca_file: ca.pem")).Error.ShouldNotBeNull().ShouldContain("RemoteCertificateNameMismatch");
    }

    [Fact]
    public async Task Execute_WithoutVerifying_BelievesAnybodyAndWarns()
    {
        CollectingLogger<PlaybookEngine> log = new();
        _library.Options = new() { Logger = log };
        await using LoopbackServer server = Serve();

        (await RunAsync(server, ", verify_tls: false")).Error.ShouldBeNull();

        log.Entries.ShouldContain(entry => entry.Message.Contains("any server that answers for 127.0.0.1 is trusted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Execute_ClientCertificate_IsShownToTheServer(bool inOneFile)
    {
        string key = _client.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem();
        _library.Write("client.pem", inOneFile ? $"{_client.ExportCertificatePem()}\n{key}\n" : _client.ExportCertificatePem()).Write("client.key", key);
        string? seen = null;
        await using LoopbackServer server = Serve(validate: certificate => seen = certificate?.Subject);

        (await RunAsync(server, $", verify_tls: false, client_certificate_file: client.pem{(inOneFile ? "" : ", client_key_file: client.key")}")).Error.ShouldBeNull();

        seen.ShouldBe("CN=a client");
    }

    [Theory]
    [InlineData("verify_tls: false, ca_file: ca.pem", "Give 'ca_file' or 'verify_tls: false', not both: without verifying, no authority is asked")]
    [InlineData("client_key_file: client.key", "'client_key_file' needs a 'client_certificate_file'")]
    [InlineData("ca_file: empty.pem", "GET https://127.0.0.1/ cannot be sent: ")]
    [InlineData("ca_file: gone.pem", "GET https://127.0.0.1/: Could not find file")]
    [InlineData("client_certificate_file: empty.pem", "GET https://127.0.0.1/ cannot be sent: ")]
    public async Task Execute_WrongFiles_FailWithTheReason(string parameters, string error)
    {
        _library.Write("empty.pem", "nothing");

        (await _library.RunAsync(Some.Playbook($"- {{ id: a, type: http.request, parameters: {{ url: 'https://127.0.0.1/', {parameters} }} }}"))).Steps[0].Error.ShouldNotBeNull().ShouldStartWith(error);
    }

    [Theory]
    [InlineData("verify_tls: false")]
    [InlineData("ca_file: ca.pem")]
    public async Task Execute_WithAClientOfTheHost_TlsOptionsAreRefused(string parameters)
    {
        using HttpClient client = new();
        _library.Options = new() { HttpClient = client };

        (await _library.RunAsync(Some.Playbook($"- {{ id: a, type: http.request, parameters: {{ url: 'https://127.0.0.1/', {parameters} }} }}"))).Steps[0].Error
            .ShouldBe("TLS options cannot apply: the host of this engine gave it a client of its own, whose TLS settings count");
    }

    public void Dispose()
    {
        _library.Dispose();
        _server.Dispose();
        _client.Dispose();
    }

    private static X509Certificate2 SelfSigned(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(name, out IPAddress? address))
        {
            names.AddIpAddress(address);
        }
        else
        {
            names.AddDnsName("elsewhere.example");
        }

        request.CertificateExtensions.Add(names.Build());
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private LoopbackServer Serve(X509Certificate2? certificate = null, Action<X509Certificate?>? validate = null) => new(
        _ => Encoding.UTF8.GetBytes(LoopbackServer.Answer("200 OK")),
        new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate ?? _server,
            ClientCertificateRequired = validate is not null,
            RemoteCertificateValidationCallback = (_, shown, _, _) =>
            {
                validate?.Invoke(shown);
                return shown?.Subject != "CN=nobody";
            },
        });

    private async Task<StepReport> RunAsync(LoopbackServer server, string more)
        => (await _library.RunAsync(Some.Playbook($"- {{ id: a, type: http.request, parameters: {{ url: '{server.Url}'{more} }} }}"), cancellationToken: TestContext.Current.CancellationToken)).Steps[0];
}
