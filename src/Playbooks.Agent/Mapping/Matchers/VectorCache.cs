using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>The vectors of playbooks, by what they are made of.</summary>
internal sealed class VectorCache(int capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Path, string Digest), float[]> _vectors = [];

    public float[]? Find(AnsiblePlaybookInfo playbook)
    {
        lock (_lock)
        {
            return _vectors.GetValueOrDefault(KeyOf(playbook));
        }
    }

    public void Add(AnsiblePlaybookInfo playbook, float[] vector)
    {
        lock (_lock)
        {
            // What is asked for again comes again; a catalogue that fits never gets here.
            if (_vectors.Count >= capacity)
            {
                _vectors.Clear();
            }

            _vectors[KeyOf(playbook)] = vector;
        }
    }

    private static (string, string) KeyOf(AnsiblePlaybookInfo playbook) => (playbook.Path, playbook.Digest);
}
