namespace Playbooks;

/// <summary>The type of a parameter. YAML has its name in lower case.</summary>
public enum ParameterType
{
    /// <summary>Text. A number or boolean keeps the characters that were written.</summary>
    String,

    /// <summary>A whole number of 64 bits.</summary>
    Integer,

    /// <summary>A number of double precision. Whole numbers are accepted, too.</summary>
    Float,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>The path of an existing file. A relative path starts at the library's root folder.</summary>
    File,

    /// <summary>The name of a credential that the run's <see cref="ICredentialProvider"/> knows.</summary>
    Credential,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>A map from names to values.</summary>
    Dict,

    /// <summary>Any of these types. Only step types use it: a playbook cannot declare it.</summary>
    Any,
}
