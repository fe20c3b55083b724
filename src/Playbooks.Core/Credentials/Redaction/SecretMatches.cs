using System.Text;

namespace Playbooks.Redaction;

/// <summary>The places of one text that must be masked. The list is allocated with the first place.</summary>
internal struct SecretMatches
{
    private List<(int Start, int End)>? _places;

    public readonly bool IsEmpty => _places is null;

    public readonly IReadOnlyList<(int Start, int End)> Places => _places ?? [];

    public void Add(int start, int end)
    {
        _places ??= [];
        // Secrets are found from left to right. One that overlaps the last place extends it.
        if (_places.Count > 0 && _places[^1] is var last && start >= last.Start && start <= last.End)
        {
            _places[^1] = (last.Start, Math.Max(last.End, end));
            return;
        }

        _places.Add((start, end));
    }

    /// <summary>Replaces these places by the mask. Places that overlap or touch get one mask.</summary>
    public readonly string Mask(string text)
    {
        if (_places is null)
        {
            return text;
        }

        _places.Sort();
        StringBuilder masked = new(text.Length);
        int done = 0;
        for (int i = 0; i < _places.Count;)
        {
            (int start, int end) = _places[i];
            for (i++; i < _places.Count && _places[i].Start <= end; i++)
            {
                end = Math.Max(end, _places[i].End);
            }

            masked.Append(text, done, start - done).Append(Secret.Mask);
            done = end;
        }

        return masked.Append(text, done, text.Length - done).ToString();
    }
}
