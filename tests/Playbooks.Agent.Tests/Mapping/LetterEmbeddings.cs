using Microsoft.Extensions.AI;

namespace Playbooks.Agent.Tests.Mapping;

/// <summary>A model of our own: texts are as near as a test says, or always the same.</summary>
internal sealed class LetterEmbeddings(Func<string, float[]> vectorOf) : IEmbeddingGenerator<string, Embedding<float>>
{
    private int _texts;

    public int Texts => _texts;

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values];
        Interlocked.Add(ref _texts, texts.Length);
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(texts.Select(text => new Embedding<float>(vectorOf(text)))));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
