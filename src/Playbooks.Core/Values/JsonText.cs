using System.Text.Encodings.Web;
using System.Text.Json;

namespace Playbooks;

/// <summary>How JSON is written everywhere: readable, since it goes to files and terminals and never into HTML.</summary>
internal static class JsonText
{
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
