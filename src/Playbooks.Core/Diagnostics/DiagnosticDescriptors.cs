using static Playbooks.DiagnosticSeverity;

namespace Playbooks;

/// <summary>All kinds of diagnostics, in one table.</summary>
/// <remarks>
/// <c>PB1…</c> are found when a file is read, <c>PB2…</c> when it is planned, <c>PB3…</c> in templates, and <c>PB4…</c>
/// in a run's input. Each has an entry in <c>docs/diagnostics.md</c>.
/// </remarks>
internal static class DiagnosticDescriptors
{
    internal static readonly DiagnosticDescriptor FileUnreadable = new(
        "PB1001", Error, "The file cannot be read",
        "Check the path and the file's permissions.");

    internal static readonly DiagnosticDescriptor NotText = new(
        "PB1002", Error, "The file is not UTF-8 text",
        "A playbook is YAML text in UTF-8: check that this is the file you mean, or convert it.");

    internal static readonly DiagnosticDescriptor Syntax = new(
        "PB1003", Error, "The YAML does not parse",
        "Correct the YAML; indentation is made of spaces, and text that holds ': ' or begins with a special character "
        + "needs quotes.");

    internal static readonly DiagnosticDescriptor Empty = new(
        "PB1004", Error, "The file is empty",
        "A playbook needs at least 'name' and 'steps'.");

    internal static readonly DiagnosticDescriptor TooLarge = new(
        "PB1005", Error, "The file is too large",
        "Split the playbook into building blocks and compose them with 'playbook.run'.");

    internal static readonly DiagnosticDescriptor TooDeep = new(
        "PB1006", Error, "The YAML is nested too deeply",
        "Flatten the structure.");

    internal static readonly DiagnosticDescriptor AliasExpansion = new(
        "PB1007", Error, "An alias cannot be expanded",
        "Write the value out, or pass it as a parameter.");

    internal static readonly DiagnosticDescriptor DuplicateKey = new(
        "PB1008", Error, "A key occurs twice",
        "Remove or rename one of them.");

    internal static readonly DiagnosticDescriptor BadKey = new(
        "PB1009", Error, "A key is not plain text",
        "Keys are plain text; merge keys ('<<') are not supported: write the entries out.");

    internal static readonly DiagnosticDescriptor CustomTag = new(
        "PB1010", Error, "A custom tag",
        "Remove the tag; quote a value to make it a string.");

    internal static readonly DiagnosticDescriptor SeveralDocuments = new(
        "PB1011", Error, "Several documents in one file",
        "Put each playbook into a file of its own.");

    internal static readonly DiagnosticDescriptor UnknownKey = new(
        "PB1012", Error, "An unknown key",
        "Remove it; notes of your own go under 'metadata' or into a key that begins with 'x-'.");

    internal static readonly DiagnosticDescriptor MissingKey = new(
        "PB1013", Error, "A required key is missing",
        "Add it.");

    internal static readonly DiagnosticDescriptor WrongValue = new(
        "PB1014", Error, "A value is not of the kind that its key takes",
        "Correct the value.");

    internal static readonly DiagnosticDescriptor BadName = new(
        "PB1015", Error, "A name has characters that it must not have",
        "Use letters, digits, '_' and '-', beginning with a letter or '_'.");

    internal static readonly DiagnosticDescriptor DuplicateName = new(
        "PB1016", Error, "A name is used twice",
        "Rename one of them.");

    internal static readonly DiagnosticDescriptor VerifiedInFile = new(
        "PB1017", Warning, "'verified' in a file has no effect",
        "Remove it; 'playbooks verify' records a verification in playbooks.lock.json.");

    internal static readonly DiagnosticDescriptor NotVerified = new(
        "PB2001", Error, "A step's playbook is not verified",
        "Try it, then verify it.");

    internal static readonly DiagnosticDescriptor Stale = new(
        "PB2002", Error, "A step's playbook was changed since it was verified",
        "Try it, then verify it again.");

    internal static readonly DiagnosticDescriptor Drifted = new(
        "PB2003", Warning, "A step's playbook was verified with an older child",
        "Try it with the new child, then verify it again.");

    internal static readonly DiagnosticDescriptor Circular = new(
        "PB2004", Error, "Playbooks call each other in a circle",
        "Remove one of the calls.");

    internal static readonly DiagnosticDescriptor TooManyLevels = new(
        "PB2005", Error, "Playbooks are nested too deeply",
        "Call the inner playbooks from higher up, or raise the limit where the library is made.");

    internal static readonly DiagnosticDescriptor OutsideRoot = new(
        "PB2006", Error, "A path leaves the library",
        "Give the path from the library's root, with '/' and without '..'.");

    internal static readonly DiagnosticDescriptor NotFound = new(
        "PB2007", Error, "A step's playbook does not exist",
        "Give the path from the library's root folder.");

    internal static readonly DiagnosticDescriptor PathNotConstant = new(
        "PB2008", Error, "The path of a nested playbook is not a constant",
        "Write the path out: the whole nest is checked before anything runs, so it cannot depend on values of a run.");

    internal static readonly DiagnosticDescriptor UnknownStepType = new(
        "PB2009", Error, "An unknown step type",
        "Register its handler with the engine, or correct the name.");

    internal static readonly DiagnosticDescriptor UnknownArgument = new(
        "PB2010", Error, "A step gives a parameter that its target does not have",
        "Remove it, or correct the name.");

    internal static readonly DiagnosticDescriptor MissingArgument = new(
        "PB2011", Error, "A step does not give a required parameter",
        "Add it under 'parameters'.");

    internal static readonly DiagnosticDescriptor WrongArgument = new(
        "PB2012", Error, "A step gives a value of the wrong type",
        "Give a value of the declared type.");

    internal static readonly DiagnosticDescriptor ReservedParameter = new(
        "PB2013", Error, "A parameter has a reserved name",
        "Rename it: 'playbook' names the playbook that a step runs, so no caller could give it.");

    internal static readonly DiagnosticDescriptor ProcessForbidden = new(
        "PB2014", Error, "A step starts a process, which the host forbids",
        "Do it with a step type that starts none, or run it where 'AllowProcesses' is true.");

    internal static readonly DiagnosticDescriptor UnknownSecretOutput = new(
        "PB2015", Error, "'secret_outputs' names an output that the step does not have",
        "Correct the name; a nested playbook declares its secret outputs itself.");

    internal static readonly DiagnosticDescriptor TemplateSyntax = new(
        "PB3001", Error, "A template does not parse",
        "Correct it; to hand literal braces on, write them as text: {{ '{{ name }}' }}.");

    internal static readonly DiagnosticDescriptor UnknownReference = new(
        "PB3002", Error, "A template refers to something unknown",
        "A reference begins with parameter, variable, credential, step, item, loop or execution, or is the name of a "
        + "parameter.");

    internal static readonly DiagnosticDescriptor UnknownParameter = new(
        "PB3003", Error, "A template refers to an unknown parameter",
        "Declare it under 'parameters', or correct the name.");

    internal static readonly DiagnosticDescriptor UnknownStep = new(
        "PB3004", Error, "A template refers to an unknown step",
        "Correct the step's id.");

    internal static readonly DiagnosticDescriptor LaterStep = new(
        "PB3005", Error, "A template refers to a step that has not run by then",
        "Move the step up: only earlier steps have outputs.");

    internal static readonly DiagnosticDescriptor UnknownOutput = new(
        "PB3006", Error, "A template refers to an unknown output of a step",
        "Correct the name; a nested playbook gives what it declares under 'outputs'.");

    internal static readonly DiagnosticDescriptor UnknownVariable = new(
        "PB3007", Error, "A template refers to a variable that no earlier step sets",
        "Set it with 'utility.set_variable' in an earlier step, or correct the name.");

    internal static readonly DiagnosticDescriptor BracesAreText = new(
        "PB3008", Warning, "Double braces around text that is not an expression",
        "They stay as they are. To silence this, write them as text: {{ '{{' }}.");

    internal static readonly DiagnosticDescriptor UnknownFilter = new(
        "PB3009", Error, "An unknown filter",
        "Correct the name; docs/playbook-syntax.md lists the filters.");

    internal static readonly DiagnosticDescriptor NotInScope = new(
        "PB3010", Error, "A template refers to something that is not there at this place",
        "'item' and 'loop' exist inside a loop only.");

    internal static readonly DiagnosticDescriptor MayBeSkipped = new(
        "PB3011", Warning, "A template refers to a step that may be skipped",
        "Give a default, as in {{ step.x.y | default('') }}, or put the same condition on this step.");

    internal static readonly DiagnosticDescriptor UnknownInput = new(
        "PB4001", Error, "The playbook has no such parameter",
        "Remove it, or correct the name.");

    internal static readonly DiagnosticDescriptor MissingInput = new(
        "PB4002", Error, "A required parameter was not given",
        "Give it: -p NAME=VALUE on the command line.");

    internal static readonly DiagnosticDescriptor WrongInput = new(
        "PB4003", Error, "A parameter's value is of the wrong type",
        "Give a value of the declared type.");

    internal static readonly DiagnosticDescriptor FileNotFound = new(
        "PB4004", Error, "A parameter's file does not exist",
        "Give the path of an existing file.");

    internal static readonly DiagnosticDescriptor UnknownCredential = new(
        "PB4005", Error, "A credential is not known",
        "Register it with the credential provider of the run, or correct the name.");

    /// <summary>All kinds, ordered by <see cref="DiagnosticDescriptor.Id"/>.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        FileUnreadable, NotText, Syntax, Empty, TooLarge, TooDeep, AliasExpansion, DuplicateKey, BadKey, CustomTag,
        SeveralDocuments, UnknownKey, MissingKey, WrongValue, BadName, DuplicateName, VerifiedInFile,
        NotVerified, Stale, Drifted, Circular, TooManyLevels, OutsideRoot, NotFound, PathNotConstant, UnknownStepType,
        UnknownArgument, MissingArgument, WrongArgument, ReservedParameter, ProcessForbidden, UnknownSecretOutput,
        TemplateSyntax, UnknownReference, UnknownParameter, UnknownStep, LaterStep, UnknownOutput, UnknownVariable,
        BracesAreText, UnknownFilter, NotInScope, MayBeSkipped,
        UnknownInput, MissingInput, WrongInput, FileNotFound, UnknownCredential,
    ];
}
