import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The two calls to the verifier, with the JDK alone (11 or newer). Mistakes they avoid:
 * the site's secret in a page (it comes from the server's environment, and no redirect is followed with it); waiting for ever (five seconds);
 * taking somebody else's token (learner and checkpoint are compared, not only {@code success}).
 */
public final class Verifier {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String address;
    private final String secret;

    /** @param address with its version, {@code https://otp.example/v1} */
    public Verifier(String address, String secret) {
        this.address = address;
        this.secret = secret;
    }

    /** Says where a learner is about to go. Answers {@code required} and, if so, {@code session}. */
    public Map<String, Object> openSession(Map<String, ?> learner, Map<String, ?> checkpoint, String origin) throws IOException {
        return ask("/sessions", Map.of("learner", learner, "checkpoint", checkpoint, "origin", origin));
    }

    /** True once, and only for this learner and this checkpoint. */
    public boolean redeem(String token, Map<String, ?> learner, Map<String, ?> checkpoint) throws IOException {
        Map<String, Object> result = ask("/siteverify", Map.of("token", token));
        if (!Boolean.TRUE.equals(result.get("success"))) return false;
        Map<?, ?> whose = (Map<?, ?>) result.get("learner");
        Map<?, ?> what = (Map<?, ?>) result.get("checkpoint");
        return whose.get("ref").equals(learner.get("ref"))
            && List.of("kind", "course", "class", "number").stream().allMatch(name -> same(what.get(name), checkpoint.get(name)));
    }

    private static boolean same(Object one, Object other) {
        if (one instanceof Number && other instanceof Number) return ((Number) one).doubleValue() == ((Number) other).doubleValue();
        return Objects.equals(one, other);
    }

    private Map<String, Object> ask(String path, Map<String, ?> question) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + secret)
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(question)))
            .build();
        try {
            HttpResponse<String> reply = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (reply.statusCode() != 200) throw new IOException("the verifier answered " + reply.statusCode());
            return Json.readObject(reply.body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }
}
