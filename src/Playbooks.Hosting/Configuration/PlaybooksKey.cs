namespace Playbooks.Hosting;

/// <summary>The configuration key of the whole, for messages.</summary>
internal sealed record PlaybooksKey(string Value);
