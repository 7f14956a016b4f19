// UNTRIED: written with care, run by no test. For ASP.NET Core 6 and later; what it must send: ../wire.md.
//
//   builder.Services.AddHttpClient<MoOtpGate>().ConfigurePrimaryHttpMessageHandler(
//       () => new HttpClientHandler { AllowAutoRedirect = false });
//   app.MapMethods("/gate/{**path}", new[] { "GET", "POST" }, (HttpContext http, MoOtpGate gate) =>
//       gate.Endpoint(http, learnerOf(http), checkpointOf(http.Request.Path.Value!["/gate".Length..])));
//
// A gated page begins with `if (!await gate.MayEnter(http.Session, learner, checkpoint))`: 403 with the gated link; it
// answers 503 to MoOtpUnavailable. Learner and checkpoint come from the login and the URL, never from what a browser
// sent.
using System.Net;
using System.Text.Json;

public sealed record Learner(string Ref, string Name, string Phone);
public sealed record Checkpoint(string Kind, string Course, string Class, int? Number = null);

/// <summary>
/// The verifier failed, or its reply is none. Answer 503, admit no one; the cause is in the log already.
/// </summary>
public sealed class MoOtpUnavailable : Exception { public MoOtpUnavailable(string cause) : base(cause) { } }

public sealed class MoOtpGate
{
    private sealed record Grant(Checkpoint Checkpoint, string Scope, DateTimeOffset EndsAt);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };
    private readonly HttpClient _http;
    private readonly ILogger<MoOtpGate> _log;
    private readonly string _verifier, _origin;

    public MoOtpGate(HttpClient http, ILogger<MoOtpGate> log, IConfiguration settings)
    {
        (_http, _log) = (http, log);
        _verifier = settings["VERIFIER_URL"]!;
        _origin = settings["SITE_ORIGIN"]!;
        _http.Timeout = TimeSpan.FromSeconds(5);
        _http.DefaultRequestHeaders.Authorization = new("Bearer", settings["SITE_SECRET"]);
    }

    public async Task<bool> MayEnter(ISession session, Learner learner, Checkpoint checkpoint)
    {
        if (Granted(session, checkpoint)) return true;
        var reply = await Post("/sessions", new { learner, checkpoint, dry = true }, "required");
        return !reply.GetProperty("required").GetBoolean();
    }

    public async Task<object> OpenGate(ISession session, Learner learner, Checkpoint checkpoint)
    {
        if (Granted(session, checkpoint)) return new { required = false };
        var reply = await Post("/sessions", new { learner, checkpoint, origin = _origin }, "required");
        return reply.GetProperty("required").GetBoolean()
            ? new { required = true, session = reply.GetProperty("session").GetString() }
            : new { required = false };
    }

    public async Task<bool> Redeem(ISession session, string token, Learner learner, Checkpoint checkpoint)
    {
        var result = await Post("/siteverify", new { token }, "success");
        if (!result.GetProperty("success").GetBoolean()) return Refused(result.GetProperty("error").GetString()!);
        var verified = result.GetProperty("learner").GetProperty("ref").GetString();
        if (verified != learner.Ref) return Refused("another learner");
        var place = result.GetProperty("checkpoint").Deserialize<Checkpoint>(Json);
        if (place != checkpoint) return Refused("another checkpoint");
        var (scope, seconds) = result.TryGetProperty("grant", out var grant)
            ? (grant.GetProperty("scope").GetString()!, grant.GetProperty("expiresIn").GetDouble())
            : ("entry", 14400);
        Keep(session, Grants(session).Append(new Grant(checkpoint, scope, DateTimeOffset.UtcNow.AddSeconds(seconds))));
        return true;
    }

    /// <summary>When the learner submits an exam or an assignment: the next entry is verified again.</summary>
    public void EndEntry(ISession session, Checkpoint checkpoint) =>
        Keep(session, Grants(session).Where(one => one.Scope != "entry" || one.Checkpoint != checkpoint));

    public async Task<IResult> Endpoint(HttpContext http, Learner? learner, Checkpoint? checkpoint)
    {
        http.Response.Headers.CacheControl = "no-store";
        if (learner is null || checkpoint is null) return Results.StatusCode(learner is null ? 401 : 404);
        try
        {
            if (HttpMethods.IsGet(http.Request.Method))
                return Results.Json(await OpenGate(http.Session, learner, checkpoint));
            // JSON only: what a form of another site cannot send
            if (!http.Request.HasJsonContentType()) return Results.StatusCode(415);
            var body = await http.Request.ReadFromJsonAsync<Dictionary<string, JsonElement>>();
            var good = body is not null
                && body.TryGetValue("token", out var token)
                && token.ValueKind == JsonValueKind.String
                && await Redeem(http.Session, token.GetString()!, learner, checkpoint);
            return Results.StatusCode(good ? 204 : 403);
        }
        catch (MoOtpUnavailable) { return Results.StatusCode(503); }
        catch (JsonException) { return Results.StatusCode(400); }
    }

    private static IReadOnlyList<Grant> Grants(ISession session) =>
        session.GetString("mo-otp-grants") is { } text
            ? JsonSerializer.Deserialize<List<Grant>>(text)!
            : new List<Grant>();
    private static void Keep(ISession session, IEnumerable<Grant> grants) =>
        session.SetString("mo-otp-grants", JsonSerializer.Serialize(grants));
    private static bool Granted(ISession session, Checkpoint checkpoint) =>
        Grants(session).Any(one => one.EndsAt > DateTimeOffset.UtcNow
            && (one.Checkpoint == checkpoint
                || one.Scope == "day" && one.Checkpoint with { Number = checkpoint.Number } == checkpoint));

    private bool Refused(string cause)
    {
        _log.LogWarning("mo-otp-gate: a token was refused: {Cause}", cause);
        return false;
    }

    private MoOtpUnavailable Failed(string cause)
    {
        _log.LogError("mo-otp-gate: {Cause}", cause);
        return new MoOtpUnavailable(cause);
    }

    private async Task<JsonElement> Post(string path, object body, string known)
    {
        HttpResponseMessage reply;
        try { reply = await _http.PostAsJsonAsync(_verifier + path, body, Json); }
        catch (TaskCanceledException) { throw Failed($"{path}: time-out after 5 s"); }
        catch (HttpRequestException failure)
        {
            throw Failed($"{path}: {failure.InnerException?.Message ?? failure.Message}");
        }
        // the verifier's id of the request, which its own log has too
        var request = reply.Headers.TryGetValues("X-Request-Id", out var ids) ? $" (request {ids.First()})" : "";
        JsonElement value;
        try { value = await reply.Content.ReadFromJsonAsync<JsonElement>(); }
        catch (JsonException)
        {
            throw Failed($"{path} replied {(int)reply.StatusCode} with something else than JSON{request}");
        }
        if (reply.StatusCode != HttpStatusCode.OK)
        {
            var hint = (int)reply.StatusCode switch
            {
                401 => " (is SITE_SECRET the secret of this site?)",
                403 => " (is SITE_ORIGIN an origin that is registered for this site?)",
                404 => " (does VERIFIER_URL end with its version, /v1?)",
                _ => "",
            };
            throw Failed($"{path} replied {(int)reply.StatusCode} {value}{hint}{request}");
        }
        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(known, out _)
            ? value
            : throw Failed($"{path} replied 200 without {known}{request}");
    }
}
