using Playbooks.Reading;

namespace Playbooks;

/// <summary>A playbook in a <see cref="NestGraph"/>.</summary>
internal sealed class NestNode(LibraryFile file)
{
    private readonly List<NestCall> _calls = [];
    private readonly Dictionary<PlaybookStep, NestNode> _callees = new(ReferenceEqualityComparer.Instance);
    private readonly List<Diagnostic> _problems = [];

    public LibraryFile File => file;

    public PlaybookPath Path => file.Path;

    /// <summary>The playbook's text, to locate the faults in it.</summary>
    public SourceText Source { get; } = new(file.Content);

    /// <summary>The steps that run another playbook, in order.</summary>
    public IReadOnlyList<NestCall> Calls => _calls;

    /// <summary>The faults in the paths of the playbooks that it runs.</summary>
    public IReadOnlyList<Diagnostic> Problems => _problems;

    public void AddCall(NestCall call)
    {
        _calls.Add(call);
        // An alias may stand for the same step twice.
        _callees[call.Step] = call.Callee;
    }

    public void AddProblem(Diagnostic problem) => _problems.Add(problem);

    public NestNode? Called(PlaybookStep step) => _callees.GetValueOrDefault(step);
}

/// <summary>A step that runs another playbook.</summary>
internal sealed record NestCall(NestNode Caller, PlaybookStep Step, SourceLocation Location, NestNode Callee);
