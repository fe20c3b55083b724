namespace Playbooks.Agent.Mapping;

/// <summary>The grammatical form of a word for an action, which decides if the word is an order.</summary>
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
