using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Quickstart.Gateway;

/// <summary>The state of the gateway while it runs.</summary>
internal sealed class GatewayState(string username, string password)
{
    private int _restarts;

    public ConcurrentDictionary<string, string> Sessions { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<string, Module> Modules { get; } = new(StringComparer.Ordinal);

    public bool TermsAccepted { get; set; }

    public int Restarts => _restarts;

    /// <summary>Gets a token for the session; null when the name or the password is wrong.</summary>
    public string? Login(LoginRequest request)
    {
        // In constant time, as a real gateway should.
        bool known = CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(request.Password), Encoding.UTF8.GetBytes(password)) & request.Username == username;
        if (!known)
        {
            return null;
        }

        string token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        Sessions[token] = request.Username;
        return token;
    }

    public int Restart() => Interlocked.Increment(ref _restarts);
}
