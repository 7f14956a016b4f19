import jakarta.servlet.http.HttpSession;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * The endpoint of {@code data-mo-otp-gate="/gate/lesson/9"} for Spring Boot 3. A gated page asks {@link #mayEnter}; on
 * false it answers 403 with the gated link. Submitting an exam or an assignment calls {@link #endEntry}.
 */
@RestController
@RequestMapping("/gate/lesson/{number}")
class GateController {
    /** What the login puts into the session as "login". */
    record Login(Map<String, String> learner, String course, String group) {
        Map<String, Object> lesson(int number) {
            Map<String, Object> checkpoint = new HashMap<>(place("lesson"));
            checkpoint.put("number", number);
            return checkpoint;
        }

        /** The checkpoint of an evaluation, exam or assignment. */
        Map<String, Object> place(String kind) {
            return Map.of("kind", kind, "course", course, "class", group);
        }
    }

    record Redemption(String token) {}

    private final MoOtpGate gate;

    GateController(
        @Value("${otp.verifier}") String address,
        @Value("${otp.secret}") String secret,
        @Value("${otp.origin}") String origin) {
        this.gate = new MoOtpGate(address, secret, origin);
    }

    boolean mayEnter(HttpSession session, Login login, Map<String, Object> checkpoint) throws MoOtpGate.Unavailable {
        return gate.mayEnter(grants(session), login.learner(), checkpoint);
    }

    void endEntry(HttpSession session, Map<String, Object> checkpoint) {
        gate.endEntry(grants(session), checkpoint);
    }

    @GetMapping
    ResponseEntity<Map<String, Object>> open(
        @PathVariable int number, @SessionAttribute Login login, HttpSession session) throws MoOtpGate.Unavailable {
        Map<String, Object> answer = gate.openGate(grants(session), login.learner(), login.lesson(number));
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(answer);
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE) // JSON only: what a form of another site cannot send
    ResponseEntity<Void> redeem(
        @PathVariable int number, @RequestBody Redemption body, @SessionAttribute Login login, HttpSession session)
        throws MoOtpGate.Unavailable {
        boolean good = body.token() != null
            && gate.redeem(grants(session), body.token(), login.learner(), login.lesson(number));
        return good ? ResponseEntity.noContent().build() : ResponseEntity.status(HttpStatus.FORBIDDEN).build();
    }

    /** The cause is in the log already. */
    @ExceptionHandler(MoOtpGate.Unavailable.class)
    ResponseEntity<Void> unavailable(MoOtpGate.Unavailable failure) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> grants(HttpSession session) {
        List<Map<String, Object>> grants = (List<Map<String, Object>>) session.getAttribute("grants");
        if (grants == null) session.setAttribute("grants", grants = Collections.synchronizedList(new ArrayList<>()));
        return grants;
    }
}
