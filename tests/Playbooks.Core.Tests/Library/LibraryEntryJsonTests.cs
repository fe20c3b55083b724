using System.Text;
using System.Text.Json;

namespace Playbooks.Tests.Library;

public sealed class LibraryEntryJsonTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WriteJson_VerifiedPlaybook_HasItsRecord()
    {
        using TemporaryLibrary library = new();
        library.Write("a.yaml", Some.Leaf());
        VerificationRecord record = await library.Engine().VerifyAsync("a.yaml", new Verification { By = "Ada", Note = "tried" }, Token);

        JsonElement json = Json((await library.Library.ListAsync(Token))[0].WriteJson);

        json.GetProperty("path").GetString().ShouldBe("a.yaml");
        json.GetProperty("name").GetString().ShouldBe("Some playbook");
        json.GetProperty("state").GetString().ShouldBe("verified");
        json.GetProperty("revision").GetInt32().ShouldBe(1);
        json.GetProperty("sha256").GetString().ShouldBe(record.Sha256);
        json.GetProperty("verified_by").GetString().ShouldBe("Ada");
        json.GetProperty("note").GetString().ShouldBe("tried");
        json.GetProperty("run").ValueKind.ShouldBe(JsonValueKind.Null);
        DateTimeOffset.Parse(json.GetProperty("verified_at").GetString()!, null).ShouldBe(record.VerifiedAt);
        Json(record.WriteJson).GetProperty("sha256").GetString().ShouldBe(record.Sha256);
    }

    [Fact]
    public async Task WriteJson_FileWithErrors_HasRevisionZeroAndItsDiagnostics()
    {
        using TemporaryLibrary library = new();
        library.Write("a.yaml", "name: A\nsteps: [{ id: a }]\n");

        JsonElement json = Json((await library.Library.ListAsync(Token))[0].WriteJson);

        json.GetProperty("name").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("state").GetString().ShouldBe("unverified");
        json.GetProperty("revision").GetInt32().ShouldBe(0);
        json.GetProperty("sha256").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("diagnostics").GetArrayLength().ShouldBeGreaterThan(0);
    }

    private static JsonElement Json(Action<Utf8JsonWriter> writeProperties)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writeProperties(writer);
            writer.WriteEndObject();
        }

        return JsonSerializer.Deserialize<JsonElement>(Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
