using Microsoft.Extensions.Logging;

namespace Playbooks.Agent;

/// <summary>The context in which a handler does its work.</summary>
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

    /// <summary>The request. The agent has checked its ids and its size.</summary>
    public WorkRequest Request { get; }

    /// <summary>The request's parameters, read by name and type.</summary>
    public WorkParameters Parameters { get; }

    /// <summary>The id of the agent that does the work.</summary>
    public string AgentId { get; }

    /// <summary>The agent's logger. Its messages are not masked.</summary>
    public ILogger Logger { get; }

    /// <summary>
    /// Knows the secrets of the request and those that the handler adds. The result is masked with it.
    /// </summary>
    /// <remarks>Mask a text before you cut it, log it or write it to a file.</remarks>
    public Redactor Redactor { get; }

    /// <summary>The agent's clock.</summary>
    public TimeProvider TimeProvider { get; }
}
