using Microsoft.Extensions.Logging;

namespace Playbooks.Agent;

/// <summary>What a handler gets to do its work with.</summary>
public sealed class WorkContext
{
    internal WorkContext(WorkRequest request, string agentId, ILogger logger, TimeProvider timeProvider, Redactor redactor)
    {
        Redactor = redactor;
        Request = request;
        Parameters = new WorkParameters(request.Parameters);
        AgentId = agentId;
        Logger = logger;
        TimeProvider = timeProvider;
    }

    /// <summary>The request, checked as far as the agent can: its ids are there, its size is within bounds.</summary>
    public WorkRequest Request { get; }

    /// <summary>The request's parameters, with their types asked for.</summary>
    public WorkParameters Parameters { get; }

    /// <summary>The agent that does it.</summary>
    public string AgentId { get; }

    /// <summary>The agent's logger. What is written to it is not masked.</summary>
    public ILogger Logger { get; }

    /// <summary>Knows the secrets of the request, and what the handler adds. The result is masked with it.</summary>
    /// <remarks>Mask a text before you cut it, log it or write it to a file.</remarks>
    public Redactor Redactor { get; }

    /// <summary>The agent's clock.</summary>
    public TimeProvider TimeProvider { get; }
}
