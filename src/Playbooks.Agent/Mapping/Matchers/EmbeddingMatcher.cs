using Microsoft.Extensions.AI;
using Playbooks.Agent.Discovery;

namespace Playbooks.Agent.Mapping;

/// <summary>Compares the intent with each playbook by the vectors that a model gives them.</summary>
internal sealed class EmbeddingMatcher(IEmbeddingGenerator<string, Embedding<float>> generator, int cachedVectors) : IIntentMatcher
{
    // Remote generators limit the number of texts in a request.
    private const int BatchSize = 100;

    private readonly VectorCache _cache = new(cachedVectors);

    public string Name => "embedding";

    public async ValueTask<IReadOnlyList<IntentCandidate>> MatchAsync(IntentQuery query, CancellationToken cancellationToken)
    {
        // Without a possible candidate there is no need to ask the model.
        if (query.Reading.Refusal is not null || query.Reading.IsFile || query.Catalogue.Count == 0)
        {
            return [];
        }

        float[] intent = (await GenerateAsync([query.Intent], cancellationToken).ConfigureAwait(false))[0];
        Dictionary<AnsiblePlaybookInfo, float[]> vectors = await VectorsOfAsync(query.Catalogue, cancellationToken).ConfigureAwait(false);
        return [.. vectors.Select(pair => new IntentCandidate(pair.Key, Similarity(intent, pair.Value)))];
    }

    private static string TextOf(AnsiblePlaybookInfo playbook)
        => $"{playbook.Service}: {playbook.Description} ({playbook.Path}; {string.Join(", ", playbook.Tags.Concat(playbook.Roles).Take(20))})";

    private async Task<Dictionary<AnsiblePlaybookInfo, float[]>> VectorsOfAsync(IReadOnlyList<AnsiblePlaybookInfo> catalogue, CancellationToken cancellationToken)
    {
        Dictionary<AnsiblePlaybookInfo, float[]> vectors = new(ReferenceEqualityComparer.Instance);
        List<AnsiblePlaybookInfo> missing = [];
        foreach (AnsiblePlaybookInfo playbook in catalogue)
        {
            if (_cache.Find(playbook) is float[] vector)
            {
                vectors[playbook] = vector;
            }
            else
            {
                missing.Add(playbook);
            }
        }

        foreach (AnsiblePlaybookInfo[] batch in missing.Chunk(BatchSize))
        {
            float[][] generated = await GenerateAsync([.. batch.Select(TextOf)], cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < batch.Length; i++)
            {
                _cache.Add(batch[i], generated[i]);
                vectors[batch[i]] = generated[i];
            }
        }

        return vectors;
    }

    private async Task<float[][]> GenerateAsync(string[] texts, CancellationToken cancellationToken)
    {
        GeneratedEmbeddings<Embedding<float>> generated = await generator.GenerateAsync(texts, cancellationToken: cancellationToken).ConfigureAwait(false);
        float[][] vectors = [.. generated.Select(embedding => embedding.Vector.ToArray())];
        if (vectors.Length != texts.Length)
        {
            throw new InvalidOperationException($"The embedding generator gave {vectors.Length} vectors for {texts.Length} texts: it must give one for each text");
        }

        return Array.TrueForAll(vectors, vector => vector.Length > 0 && vector.Any(number => number != 0) && Array.TrueForAll(vector, float.IsFinite))
            ? vectors
            : throw new InvalidOperationException("The embedding generator gave a vector that is empty, zero, or holds NaN or infinity");
    }

    private static double Similarity(float[] first, float[] second)
    {
        if (first.Length != second.Length)
        {
            throw new InvalidOperationException($"The embedding generator gave vectors of {first.Length} and of {second.Length} dimensions: they must be of one model");
        }

        double product = 0;
        double firstSquare = 0;
        double secondSquare = 0;
        for (int i = 0; i < first.Length; i++)
        {
            product += (double)first[i] * second[i];
            firstSquare += (double)first[i] * first[i];
            secondSquare += (double)second[i] * second[i];
        }

        return product / Math.Sqrt(firstSquare * secondSquare);
    }
}
