namespace Playbooks.Agent.Mapping;

/// <summary>How a word says its action: that decides whether it orders it.</summary>
internal enum WordForm
{
    /// <summary>As in "deploy kuma".</summary>
    Order,

    /// <summary>As in "the playbook that deploys kuma".</summary>
    ThirdPerson,

    /// <summary>As in "start deploying kuma".</summary>
    Gerund,

    /// <summary>As in "kuma was deployed".</summary>
    Past,

    /// <summary>As in "the deployment of kuma".</summary>
    Noun,
}
