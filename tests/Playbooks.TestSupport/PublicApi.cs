using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Playbooks.TestSupport;

/// <summary>The public surface of an assembly as sorted text, and its comparison with the text that was reviewed.</summary>
public static class PublicApi
{
    private const string AcceptVariable = "PLAYBOOKS_ACCEPT_API";

    /// <summary>What differs from <c>docs/api/NAME.txt</c>, with how to accept it; null when nothing does.</summary>
    public static string? Compare(Assembly assembly)
    {
        string name = assembly.GetName().Name!;
        string approvedFile = Path.Combine(Checkout.Root, "docs", "api", $"{name}.txt");
        string actual = Describe(assembly);
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(approvedFile)!);
            File.WriteAllText(approvedFile, actual);
        }

        string approved = File.Exists(approvedFile) ? File.ReadAllText(approvedFile).ReplaceLineEndings("\n") : "";
        string[] added = [.. actual.Split('\n').Except(approved.Split('\n'), StringComparer.Ordinal)];
        string[] removed = [.. approved.Split('\n').Except(actual.Split('\n'), StringComparer.Ordinal)];
        return added.Length + removed.Length == 0 ? null : $"""
            The public API of {name} is not the one in docs/api/{name}.txt:
            {string.Join('\n', removed.Select(line => $"- {line.Trim()}").Concat(added.Select(line => $"+ {line.Trim()}")))}
            When this is meant, set the environment variable {AcceptVariable}=1, run the test again, and review the change of that file.
            """;
    }

    /// <summary>Every public type with its public and protected members, sorted.</summary>
    public static string Describe(Assembly assembly)
    {
        StringBuilder text = new();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(type.Namespace).Append('.').Append(Name(type)).Append(Bases(type)).Append('\n');
            IEnumerable<string> members = type.IsEnum
                ? Enum.GetNames(type).Select(name => $"{name} = {Convert.ToInt64(Enum.Parse(type, name))}")
                : type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                    .Select(Member).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            foreach (string member in members)
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Kind(Type type)
    {
        string kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : IsRecord(type) ? "record" : "class";
        string modifier = type is { IsAbstract: true, IsSealed: true } ? "static " : type.IsInterface || type.IsValueType ? ""
            : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "";
        return modifier + kind;
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    private static string Bases(Type type)
    {
        if (type.IsEnum)
        {
            return "";
        }

        IEnumerable<Type> interfaces = type.GetInterfaces().Where(candidate => candidate.IsPublic && (candidate.GetGenericArguments() is not [Type self, ..] || self != type));
        string[] bases = [.. new[] { type.BaseType }.OfType<Type>().Where(candidate => candidate != typeof(object) && candidate != typeof(ValueType)).Select(Name),
            .. interfaces.Select(Name).Order(StringComparer.Ordinal)];
        return bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    private static string? Member(MemberInfo member) => member switch
    {
        ConstructorInfo constructor when IsVisible(constructor) => $".ctor({Parameters(constructor)})",
        // What the compiler adds to every record says nothing.
        MethodInfo method when IsVisible(method) && !method.IsSpecialName && !IsGenerated(method)
            => $"{Static(method)}{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
        PropertyInfo property when Visible(property.GetMethod) || Visible(property.SetMethod) => Property(property),
        FieldInfo field when field.IsPublic || field.IsFamily => $"{(field.IsLiteral ? "const " : field.IsStatic ? "static " : "")}{Name(field.FieldType)} {field.Name}",
        EventInfo happening when Visible(happening.AddMethod) => $"event {Name(happening.EventHandlerType!)} {happening.Name}",
        _ => null,
    };

    private static string? Property(PropertyInfo property)
    {
        if (property.Name == "EqualityContract")
        {
            return null;
        }

        bool isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) == true;
        string set = Visible(property.SetMethod) ? isInit ? " init;" : " set;" : "";
        string required = property.GetCustomAttribute<RequiredMemberAttribute>() is null ? "" : "required ";
        string index = property.GetIndexParameters().Length == 0 ? "" : $"[{string.Join(", ", property.GetIndexParameters().Select(Parameter))}]";
        return $"{Static(property.GetMethod ?? property.SetMethod!)}{required}{Name(property.PropertyType)}{Nullable(property)} {property.Name}{index} {{{(Visible(property.GetMethod) ? " get;" : "")}{set} }}";
    }

    private static bool Visible(MethodBase? method) => method is not null && IsVisible(method);

    private static bool IsVisible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static bool IsGenerated(MethodInfo method)
        => method.Name.Contains('<', StringComparison.Ordinal) || method.Name == "PrintMembers"
            || (method.DeclaringType is Type type && (IsRecord(type) || type.IsValueType)
                && method.GetCustomAttribute<CompilerGeneratedAttribute>() is not null);

    private static string Static(MethodBase method) => method.IsStatic ? "static " : method.IsAbstract && method.DeclaringType!.IsClass ? "abstract " : "";

    private static string Generic(MethodInfo method)
        => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Parameter));

    private static string Parameter(ParameterInfo parameter)
    {
        NullabilityInfo nullability = new NullabilityInfoContext().Create(parameter);
        string mark = nullability.WriteState == NullabilityState.Nullable && !parameter.ParameterType.IsValueType ? "?" : "";
        string way = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : "";
        string fallback = parameter.HasDefaultValue ? $" = {parameter.DefaultValue ?? "default"}" : "";
        return $"{way}{Name(parameter.ParameterType)}{mark} {parameter.Name}{fallback}";
    }

    private static string Nullable(PropertyInfo property)
        => !property.PropertyType.IsValueType && new NullabilityInfoContext().Create(property).ReadState == NullabilityState.Nullable ? "?" : "";

    private static string Name(Type type)
    {
        if (type.IsByRef)
        {
            return Name(type.GetElementType()!);
        }

        if (type.IsArray)
        {
            return $"{Name(type.GetElementType()!)}[]";
        }

        string own = type.DeclaringType is Type outer && !type.IsGenericParameter ? $"{Name(outer)}.{type.Name}" : type.Name;
        return type.IsGenericType
            ? $"{own.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
            : own;
    }
}
