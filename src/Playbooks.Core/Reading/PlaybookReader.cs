namespace Playbooks.Reading;

/// <summary>Reads playbooks.</summary>
public sealed class PlaybookReader
{
}
