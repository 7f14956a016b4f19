import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.SessionAttribute;

/**
 * The endpoint of {@code data-mo-otp-gate="/gate/lesson/9"} for Spring Boot 3. Mistakes it avoids:
 * trusting the browser (the learner comes from the session, where the login put it); redeeming twice (what was redeemed stays in the session, and
 * every guarded page asks {@link #entered}); personal data in the page (the answer is a session id and nothing else); a form of another site (JSON only).
 */
@RestController
@RequestMapping("/gate/lesson/{number}")
class GateController {
    /** What the login puts into the session as "login". */
    record Login(Map<String, String> learner, String course, String group) {
        Map<String, Object> lesson(int number) {
            return Map.of("kind", "lesson", "course", course, "class", group, "number", number);
        }
    }

    record HandedIn(String token) {}

    private final Verifier verifier;
    private final String origin;

    GateController(@Value("${otp.verifier}") String address, @Value("${otp.secret}") String secret, @Value("${otp.origin}") String origin) {
        this.verifier = new Verifier(address, secret);
        this.origin = origin;
    }

    /** Whether this browser's learner was let into the lesson; every guarded page asks this. */
    static boolean entered(HttpSession session, int number) {
        return session.getAttribute("entered/" + number) != null;
    }

    @GetMapping
    ResponseEntity<Map<String, Object>> ask(@PathVariable int number, @SessionAttribute Login login, HttpSession session) throws IOException {
        Map<String, Object> answer = new HashMap<>(Map.of("required", false));
        if (!entered(session, number)) {
            answer.putAll(verifier.openSession(login.learner(), login.lesson(number), origin));
            answer.keySet().retainAll(java.util.Set.of("required", "session"));
        }
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(answer);
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Void> handIn(@PathVariable int number, @RequestBody HandedIn handedIn, @SessionAttribute Login login, HttpSession session) throws IOException {
        if (handedIn.token() == null || !verifier.redeem(handedIn.token(), login.learner(), login.lesson(number))) {
            return ResponseEntity.status(HttpStatus.FORBIDDEN).build();
        }
        session.setAttribute("entered/" + number, System.currentTimeMillis());
        return ResponseEntity.noContent().build();
    }

    @ExceptionHandler(IOException.class)
    ResponseEntity<Void> unavailable(IOException failure) {
        LoggerFactory.getLogger(GateController.class).error(failure.getMessage()); // of the verifier, never of the learner
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
    }
}
