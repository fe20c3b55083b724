namespace Playbooks;

/// <summary>The growth of the wait between attempts.</summary>
internal enum RetryBackoff
{
    /// <summary>The wait stays the same.</summary>
    Constant,

    /// <summary>The wait grows by the delay each time: 5, 10, 15 seconds.</summary>
    Linear,

    /// <summary>The wait doubles each time: 5, 10, 20 seconds.</summary>
    Exponential,
}
