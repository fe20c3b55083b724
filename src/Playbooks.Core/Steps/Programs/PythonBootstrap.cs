namespace Playbooks;

/// <summary>
/// The code with which <c>python3</c> is started. It reads the script from standard input, runs it, and writes a record
/// of the result.
/// </summary>
internal static class PythonBootstrap
{
    /// <summary>The name of the script in its own tracebacks.</summary>
    public const string FileName = "<script>";

    /// <summary>The beginning of the record at the end of the output. The run's token and a space follow it.</summary>
    public const string Mark = "\n\u001e";

    /// <summary>
    /// The code. It is constant, since anybody can read a command line: the script, its variables and the token come
    /// through standard input.
    /// </summary>
    /// <remarks>
    /// The record is written to a copy of standard output that is made before the script can close it, and in one piece
    /// at the end, so that it cannot split a line of the script's output. A fork of the script that runs to the end
    /// writes no record.
    /// </remarks>
    public const string Code = """
        import json, linecache, os, sys, traceback, types

        def run():
            given = json.loads(sys.stdin.buffer.read().decode("utf-8"))
            source, token = given["script"], given["token"]
            channel, owner = os.dup(1), os.getpid()
            variables, failure = {}, None

            def set_variable(name, value):
                if not isinstance(name, str):
                    raise TypeError("the name of a variable is a str, not " + type(name).__name__)
                variables[name] = json.dumps(value, allow_nan=False)

            def describe(error):
                line = None
                if isinstance(error, SyntaxError) and error.filename == "<script>":
                    line = error.lineno
                for frame in traceback.extract_tb(error.__traceback__):
                    if frame.filename == "<script>":
                        line = frame.lineno
                last = traceback.format_exception_only(type(error), error)[-1].strip()
                return {"message": last[:2000], "line": line}

            def show(error):
                trace = error.__traceback__
                while trace is not None and trace.tb_frame.f_code.co_filename != "<script>":
                    trace = trace.tb_next
                traceback.print_exception(type(error), error, trace)

            main = types.ModuleType("__main__")
            main.variables, main.set_variable = given["variables"], set_variable
            sys.modules["__main__"], sys.argv = main, ["<script>"]
            linecache.cache["<script>"] = (len(source), None, source.splitlines(True), "<script>")
            try:
                exec(compile(source, "<script>", "exec"), main.__dict__)
            except SystemExit:
                raise
            except BaseException as error:
                failure = describe(error)
                show(error)
                sys.exit(1)
            finally:
                if os.getpid() == owner:
                    try:
                        sys.stdout.flush()
                    except (OSError, ValueError):
                        pass
                    body = ",".join(json.dumps(name) + ":" + value for name, value in variables.items())
                    record = "\n\x1e" + token + ' {"variables":{' + body + '},"failure":' + json.dumps(failure) + "}\n"
                    rest = record.encode("ascii")
                    while rest:
                        rest = rest[os.write(channel, rest):]
                    os.close(channel)

        run()
        """;
}
