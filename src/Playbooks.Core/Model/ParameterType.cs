namespace Playbooks;

/// <summary>The type of a parameter. In YAML, the name in lower case.</summary>
public enum ParameterType
{
    /// <summary>Text. A number or boolean is taken as it is written.</summary>
    String,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>A number of double precision; whole numbers are taken too.</summary>
    Float,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>The path of an existing file; a relative one is taken from the library's root folder.</summary>
    File,

    /// <summary>The name of a credential, which the run's <see cref="ICredentialProvider"/> knows.</summary>
    Credential,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>A map from names to values.</summary>
    Dict,

    /// <summary>Any of them. For the parameters of step types only: a playbook cannot declare it.</summary>
    Any,
}
