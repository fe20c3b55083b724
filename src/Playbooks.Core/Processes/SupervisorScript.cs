using System.Text;

namespace Playbooks.Processes;

/// <summary>The Python script of every supervisor.</summary>
public static class SupervisorScript
{
    private const string HostMark = "playbooks-supervisor-of-";
    private const string Resource = "playbooks_supervisor.py";

    /// <summary>
    /// The script's text. It does nothing by itself unless its <c>__name__</c> is <c>playbooks_supervisor</c>.
    /// </summary>
    public static string Text { get; } = Read();

    /// <summary>
    /// The beginning of an argument in the command line of every supervisor of this process. It names this process.
    /// </summary>
    public static string MarkOfThisHost => MarkOf(ProcessIdentity.OfThisProcess);

    /// <summary>
    /// The code in the supervisor's command line. It reads the script from its connection, so that the command line
    /// shows nothing of the program. Both sides check their peer, as anybody on the machine can connect to an abstract
    /// socket.
    /// </summary>
    internal const string Reader =
        "import os,sys,marshal as m,_socket as s;c=s.socket(s.AF_UNIX,s.SOCK_STREAM);c.connect('\\0'+sys.argv[1]);"
        + "p=c.getsockopt(s.SOL_SOCKET,s.SO_PEERCRED,12);i=lambda b:int.from_bytes(b,sys.byteorder);"
        + "(i(p[:4]),i(p[4:8]))==(os.getppid(),os.getuid()) or os._exit(1);t=b''\n"
        + "while len(t)<int(sys.argv[2]):t+=c.recv(int(sys.argv[2])-len(t)) or os._exit(1)\n"
        + "d=sys.argv[3]=='" + Compiled + "';k=m.loads(t)if d else compile(t,'playbooks_supervisor','exec')\n"
        + "exec(k,{'__name__':'playbooks_supervisor','connection':c,'compiled':b''if d else m.dumps(k)})";

    /// <summary>The argument that says that the code comes compiled.</summary>
    internal const string Compiled = "code";

    internal static string MarkOf(string process) => $"{HostMark}{process}-";

    internal static byte[] Bytes { get; } = Encoding.UTF8.GetBytes(Text);

    private static string Read()
    {
        using Stream resource = typeof(SupervisorScript).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource '{Resource}' is missing in the package.");
        using StreamReader reader = new(resource);
        return reader.ReadToEnd();
    }
}
