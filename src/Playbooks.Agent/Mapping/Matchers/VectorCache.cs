using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>A cache of playbooks' vectors. The key is the text from which the vector was made.</summary>
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
            // A vector that was dropped is computed again. This never happens when the catalogue fits into the cache.
            if (_vectors.Count >= capacity)
            {
                _vectors.Clear();
            }

            _vectors[KeyOf(playbook)] = vector;
        }
    }

    private static (string, string) KeyOf(AnsiblePlaybookInfo playbook) => (playbook.Path, playbook.Digest);
}
