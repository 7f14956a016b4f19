import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * The site's half of mo-otp-gate with the JDK alone (11 or newer). {@code grants} is a modifiable list in the login's
 * session on the server; learner and checkpoint come from the login and the URL, never from what a browser sent. What
 * fails goes to the logger "mo-otp-gate" with its cause, without personal data.
 */
public final class MoOtpGate {
    /** The verifier failed, or its reply is none. Answer 503, admit no one; the cause is in the log already. */
    public static final class Unavailable extends IOException {
        private static final long serialVersionUID = 1;

        Unavailable(String cause) {
            super(cause);
        }
    }

    private static final System.Logger LOG = System.getLogger("mo-otp-gate");
    private static final List<String> DAY = List.of("kind", "course", "class");
    private static final List<String> PLACE = List.of("kind", "course", "class", "number");
    /** For verifiers that answer no grant, and for entries that are only observed. */
    private static final Map<String, Object> DEFAULT_GRANT = Map.of("scope", "entry", "expiresIn", 14400);
    private static final Map<Integer, String> HINTS = Map.of(
        401, " (is SITE_SECRET the secret of this site?)",
        403, " (is SITE_ORIGIN an origin that is registered for this site?)",
        404, " (does VERIFIER_URL end with its version, /v1?)");
    private final HttpClient http;
    private final String verifier;
    private final String secret;
    private final String origin;
    private final Duration timeout;
    private final boolean observe;

    /** @param verifier with its version, {@code https://otp.example/v1} */
    public MoOtpGate(String verifier, String secret, String origin) {
        this(verifier, secret, origin, Duration.ofSeconds(5));
    }

    public MoOtpGate(String verifier, String secret, String origin, Duration timeout) {
        this(verifier, secret, origin, timeout, false);
    }

    /** @param observe lets everyone in, and the log says whom it would have refused */
    public MoOtpGate(String verifier, String secret, String origin, Duration timeout, boolean observe) {
        this.verifier = String.valueOf(verifier).replaceFirst("/+$", "");
        this.secret = secret == null ? "" : secret.trim();
        this.origin = origin;
        this.timeout = timeout;
        this.observe = observe;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build(); // follows no redirect with the secret
    }

    /** First line of every gated page. On false, answer 403 with a page that has the gated link. */
    public boolean mayEnter(List<Map<String, Object>> grants, Map<String, ?> learner, Map<String, ?> checkpoint)
        throws Unavailable {
        if (granted(grants, checkpoint)) return true;
        String outcome = "refused";
        try {
            Map<String, ?> body = Map.of("learner", learner, "checkpoint", checkpoint, "dry", true);
            if (Boolean.FALSE.equals(post("/sessions", body, "required").get("required"))) return true;
        } catch (Unavailable failure) {
            if (!observe) throw failure;
            outcome = "unavailable";
        }
        if (!observe) return false;
        // one line an entry: the grant covers reloads, as a verified one does
        addGrant(grants, checkpoint, DEFAULT_GRANT, outcome);
        return true;
    }

    /** GET of the endpoint: {@code required} false, or true with the session and the preview that the page may have. */
    public Map<String, Object> openGate(
        List<Map<String, Object>> grants, Map<String, ?> learner, Map<String, ?> checkpoint) throws Unavailable {
        if (granted(grants, checkpoint)) return Map.of("required", false);
        Map<String, Object> reply;
        try {
            Map<String, ?> body = Map.of("learner", learner, "checkpoint", checkpoint, "origin", origin);
            reply = new HashMap<>(post("/sessions", body, "required"));
        } catch (Unavailable failure) {
            if (!observe) throw failure;
            return Map.of("required", false);
        }
        reply.keySet().retainAll(Set.of("required", "session", "preview"));
        if (observe && Boolean.TRUE.equals(reply.get("required"))) reply.put("observe", true);
        return reply;
    }

    /** POST of the endpoint: whether the token admits this learner to this checkpoint. It works once. */
    public boolean redeem(
        List<Map<String, Object>> grants, String token, Map<String, ?> learner, Map<String, ?> checkpoint)
        throws Unavailable {
        Map<String, Object> result = post("/siteverify", Map.of("token", token), "success");
        if (!Boolean.TRUE.equals(result.get("success"))) return refused(String.valueOf(result.get("error")));
        Object ref = ((Map<?, ?>) result.get("learner")).get("ref");
        if (!Objects.equals(ref, learner.get("ref"))) return refused("another learner");
        if (!same((Map<?, ?>) result.get("checkpoint"), checkpoint, PLACE)) return refused("another checkpoint");
        Map<?, ?> grant = (Map<?, ?>) result.get("grant");
        addGrant(grants, checkpoint, grant == null ? DEFAULT_GRANT : grant, "verified");
        return true;
    }

    /** When the learner submits an exam or an assignment: the next entry is verified again. */
    public void endEntry(List<Map<String, Object>> grants, Map<String, ?> checkpoint) {
        grants.removeIf(one -> "entry".equals(one.get("scope")) && same(one, checkpoint, PLACE));
    }

    private boolean granted(List<Map<String, Object>> grants, Map<String, ?> checkpoint) {
        return grants.stream().anyMatch(one -> ((Number) one.get("endsAt")).doubleValue() > System.currentTimeMillis()
            // what was only observed admits no longer once the site decides
            && (observe || !Boolean.TRUE.equals(one.get("observed")))
            && same(one, checkpoint, "day".equals(one.get("scope")) ? DAY : PLACE));
    }

    private void addGrant(
        List<Map<String, Object>> grants, Map<String, ?> checkpoint, Map<?, ?> grant, String outcome) {
        long lasts = (long) (((Number) grant.get("expiresIn")).doubleValue() * 1000);
        Map<String, Object> kept = new HashMap<>(checkpoint);
        kept.put("scope", grant.get("scope"));
        kept.put("endsAt", System.currentTimeMillis() + lasts);
        kept.put("observed", !outcome.equals("verified"));
        grants.add(kept);
        if (!observe) return;
        LOG.log(System.Logger.Level.WARNING, "mo-otp-gate: observed={0} kind={1}", outcome, checkpoint.get("kind"));
    }

    private static boolean same(Map<?, ?> one, Map<?, ?> other, List<String> names) {
        return names.stream().allMatch(name -> equal(one.get(name), other.get(name)));
    }

    private static boolean equal(Object one, Object other) {
        if (one instanceof Number && other instanceof Number) {
            return ((Number) one).doubleValue() == ((Number) other).doubleValue();
        }
        return Objects.equals(one, other);
    }

    private static boolean refused(String cause) {
        LOG.log(System.Logger.Level.WARNING, "mo-otp-gate: a token was refused: {0}", cause);
        return false;
    }

    private static Unavailable failed(String failure) {
        String cause = failure.replaceAll("\\s+", " ");
        LOG.log(System.Logger.Level.ERROR, "mo-otp-gate: {0}", cause);
        return new Unavailable(cause);
    }

    private Map<String, Object> post(String path, Map<String, ?> body, String known) throws Unavailable {
        if (!verifier.matches("https?://[^/].*")) {
            throw failed("VERIFIER_URL is no address such as https://otp.example/v1");
        }
        if (secret.isEmpty()) throw failed("SITE_SECRET is not set");
        String text = Json.write(body);
        if (text.indexOf('\ufffd') >= 0) {
            throw failed("encoding: a text holds U+FFFD; it was decoded from another encoding than it has");
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(verifier + path))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + secret)
            .POST(HttpRequest.BodyPublishers.ofString(text)) // in UTF-8
            .build();
        HttpResponse<String> reply;
        try {
            reply = http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException failure) {
            throw failed(path + ": " + causeOf(failure));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw failed(path + ": interrupted");
        }
        // the verifier's id of the request, which its own log has too
        String id = reply.headers().firstValue("X-Request-Id").map(one -> " (request " + one + ")").orElse("");
        Map<String, Object> value;
        try {
            value = Json.readObject(reply.body());
        } catch (IOException broken) {
            value = Map.of();
        }
        if (reply.statusCode() != 200) {
            Object detail = value.getOrDefault("detail", value.getOrDefault("title", ""));
            String sentence = value.getOrDefault("code", "no problem code") + ": " + detail;
            String hint = HINTS.getOrDefault(reply.statusCode(), "");
            throw failed(path + " replied " + reply.statusCode() + " " + sentence + hint + id);
        }
        if (!(value.get(known) instanceof Boolean)) throw failed(path + " replied 200 without " + known + id);
        return value;
    }

    private String causeOf(IOException failure) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            if (one instanceof HttpTimeoutException) return "time-out after " + timeout.toSeconds() + " s";
            if (one instanceof UnresolvedAddressException) return "DNS: the name of the verifier is unknown";
            if (one instanceof SSLException) {
                String message = String.valueOf(one.getMessage());
                return message.contains("PKIX") || message.contains("certificate")
                    ? "TLS: the certificate is not trusted; is a CA missing in the trust store? (" + message + ")"
                    : "TLS: no common version (" + message + ")";
            }
        }
        if (failure instanceof ConnectException) {
            return "refused connection: nothing listens there, or a firewall is between";
        }
        return String.valueOf(failure.getMessage());
    }
}
