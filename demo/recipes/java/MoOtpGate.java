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
 * The site's half of mo-otp-gate with the JDK alone (11 or newer). {@code grants} is a modifiable list in the login's session
 * on the server; learner and checkpoint come from the login and the URL, never from what a browser sent. What fails goes to
 * the logger "mo-otp-gate" with its cause, without personal data.
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
    private final HttpClient http;
    private final String verifier;
    private final String secret;
    private final String origin;
    private final Duration timeout;

    /** @param verifier with its version, {@code https://otp.example/v1} */
    public MoOtpGate(String verifier, String secret, String origin) {
        this(verifier, secret, origin, Duration.ofSeconds(5));
    }

    public MoOtpGate(String verifier, String secret, String origin, Duration timeout) {
        this.verifier = verifier;
        this.secret = secret;
        this.origin = origin;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder().connectTimeout(timeout).build(); // follows no redirect with the secret
    }

    /** First line of every gated page. On false, answer 403 with a page that has the gated link. */
    public boolean mayEnter(List<Map<String, Object>> grants, Map<String, ?> learner, Map<String, ?> checkpoint) throws Unavailable {
        if (granted(grants, checkpoint)) return true;
        Map<String, ?> body = Map.of("learner", learner, "checkpoint", checkpoint, "dry", true);
        return Boolean.FALSE.equals(post("/sessions", body, "required").get("required"));
    }

    /** GET of the endpoint: {@code required} false, or true with the session and the preview that the page may have. */
    public Map<String, Object> openGate(List<Map<String, Object>> grants, Map<String, ?> learner, Map<String, ?> checkpoint) throws Unavailable {
        if (granted(grants, checkpoint)) return Map.of("required", false);
        Map<String, Object> reply = new HashMap<>(post("/sessions", Map.of("learner", learner, "checkpoint", checkpoint, "origin", origin), "required"));
        reply.keySet().retainAll(Set.of("required", "session", "preview"));
        return reply;
    }

    /** POST of the endpoint: whether the token admits this learner to this checkpoint. It works once. */
    public boolean redeem(List<Map<String, Object>> grants, String token, Map<String, ?> learner, Map<String, ?> checkpoint) throws Unavailable {
        Map<String, Object> result = post("/siteverify", Map.of("token", token), "success");
        if (!Boolean.TRUE.equals(result.get("success"))) return refused(String.valueOf(result.get("error")));
        if (!Objects.equals(((Map<?, ?>) result.get("learner")).get("ref"), learner.get("ref"))) return refused("another learner");
        if (!same((Map<?, ?>) result.get("checkpoint"), checkpoint, PLACE)) return refused("another checkpoint");
        Map<?, ?> grant = (Map<?, ?>) result.get("grant");
        double seconds = grant == null ? 14400 : ((Number) grant.get("expiresIn")).doubleValue();
        Map<String, Object> kept = new HashMap<>(checkpoint);
        kept.put("scope", grant == null ? "entry" : grant.get("scope"));
        kept.put("endsAt", System.currentTimeMillis() + (long) (seconds * 1000));
        grants.add(kept);
        return true;
    }

    /** When the learner submits an exam or an assignment: the next entry is verified again. */
    public void endEntry(List<Map<String, Object>> grants, Map<String, ?> checkpoint) {
        grants.removeIf(one -> "entry".equals(one.get("scope")) && same(one, checkpoint, PLACE));
    }

    private static boolean granted(List<Map<String, Object>> grants, Map<String, ?> checkpoint) {
        return grants.stream().anyMatch(one -> ((Number) one.get("endsAt")).doubleValue() > System.currentTimeMillis()
            && same(one, checkpoint, "day".equals(one.get("scope")) ? DAY : PLACE));
    }

    private static boolean same(Map<?, ?> one, Map<?, ?> other, List<String> names) {
        return names.stream().allMatch(name -> equal(one.get(name), other.get(name)));
    }

    private static boolean equal(Object one, Object other) {
        if (one instanceof Number && other instanceof Number) return ((Number) one).doubleValue() == ((Number) other).doubleValue();
        return Objects.equals(one, other);
    }

    private static boolean refused(String cause) {
        LOG.log(System.Logger.Level.WARNING, "mo-otp-gate: a token was refused: {0}", cause);
        return false;
    }

    private static Unavailable failed(String cause) {
        LOG.log(System.Logger.Level.ERROR, "mo-otp-gate: {0}", cause);
        return new Unavailable(cause);
    }

    private Map<String, Object> post(String path, Map<String, ?> body, String known) throws Unavailable {
        String text = Json.write(body);
        if (text.indexOf('\ufffd') >= 0) throw failed("encoding: a text holds U+FFFD; it was decoded from another encoding than it has");
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
        Map<String, Object> value;
        try {
            value = Json.readObject(reply.body());
        } catch (IOException broken) {
            value = Map.of();
        }
        if (reply.statusCode() != 200) {
            Object detail = value.getOrDefault("detail", value.getOrDefault("title", ""));
            String hint = reply.statusCode() == 401 ? " (is SITE_SECRET the secret of this site?)" : "";
            throw failed(path + " replied " + reply.statusCode() + " " + value.getOrDefault("code", "no problem code") + ": " + detail + hint);
        }
        if (!(value.get(known) instanceof Boolean)) throw failed(path + " replied 200 without " + known);
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
        if (failure instanceof ConnectException) return "refused connection: nothing listens there, or a firewall is between";
        return String.valueOf(failure.getMessage());
    }
}
