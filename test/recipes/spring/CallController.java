import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls the recipe for Spring as a site's container would, for the learner that "login" names: a function's name, then
 * its arguments as a JSON array.
 */
final class CallController {
    /** A session of a container, of which the recipe uses two methods. */
    private static HttpSession newSession() {
        Map<String, Object> attributes = new HashMap<>();
        return (HttpSession) Proxy.newProxyInstance(
            CallController.class.getClassLoader(),
            new Class<?>[] {HttpSession.class},
            (proxy, method, values) -> {
                switch (method.getName()) {
                    case "getAttribute":
                        return attributes.get(values[0]);
                    case "setAttribute":
                        return attributes.put((String) values[0], values[1]);
                    default:
                        throw new UnsupportedOperationException(method.getName());
                }
            });
    }

    @SuppressWarnings("unchecked")
    public static void main(String[] args) throws Exception {
        GateController gate =
            new GateController(System.getenv("VERIFIER_URL"), System.getenv("SITE_SECRET"), "http://site.test");
        List<Object> values = (List<Object>) Json.readObject("{\"values\":" + args[1] + "}").get("values");
        boolean redeems = args[0].equals("redeem");
        Map<String, String> learner = (Map<String, String>) values.get(redeems ? 1 : 0);
        Map<String, Object> checkpoint = (Map<String, Object>) values.get(redeems ? 2 : 1);
        String course = (String) checkpoint.get("course");
        var login = new GateController.Login(learner, course, (String) checkpoint.get("class"));
        int number = ((Number) checkpoint.get("number")).intValue();
        HttpSession session = newSession();
        switch (args[0]) {
            case "may_enter":
                System.out.println(gate.mayEnter(session, login, login.lesson(number)));
                return;
            case "open":
                System.out.println(Json.write(gate.open(number, login, session).getBody()));
                return;
            default:
                var body = new GateController.Redemption((String) values.get(0));
                int status = gate.redeem(number, body, login, session).getStatusCode().value();
                boolean open = gate.open(number, login, session).getBody().equals(Map.of("required", false));
                if (status == 204 && !open) throw new IOException("it asks again");
                System.out.println(status);
        }
    }
}
