namespace Playbooks;

/// <summary>How the wait between attempts grows.</summary>
internal enum RetryBackoff
{
    /// <summary>It stays the same.</summary>
    Constant,

    /// <summary>By the delay each time: 5, 10, 15 seconds.</summary>
    Linear,

    /// <summary>It doubles each time: 5, 10, 20 seconds.</summary>
    Exponential,
}
