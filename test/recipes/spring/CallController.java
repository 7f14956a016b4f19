import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls the recipe for Spring as a site's container would, for the learner that "login" names: a function's name, then its arguments as a JSON array. */
final class CallController {
    private static final class Session extends HashMap<String, Object> implements HttpSession {
        private static final long serialVersionUID = 1;

        @Override
        public Object getAttribute(String name) {
            return get(name);
        }

        @Override
        public void setAttribute(String name, Object value) {
            put(name, value);
        }
    }

    @SuppressWarnings("unchecked")
    public static void main(String[] args) throws Exception {
        GateController gate = new GateController(System.getenv("VERIFIER_URL"), System.getenv("SITE_SECRET"), "http://site.test");
        List<Object> values = (List<Object>) Json.readObject("{\"values\":" + args[1] + "}").get("values");
        boolean asks = args[0].equals("open_session");
        Map<String, String> learner = (Map<String, String>) values.get(asks ? 0 : 1);
        Map<String, Object> checkpoint = (Map<String, Object>) values.get(asks ? 1 : 2);
        var login = new GateController.Login(learner, (String) checkpoint.get("course"), (String) checkpoint.get("class"));
        int number = ((Number) checkpoint.get("number")).intValue();
        Session session = new Session();
        if (asks) {
            System.out.println(Json.write(gate.ask(number, login, session).getBody()));
            return;
        }
        int status = gate.handIn(number, new GateController.HandedIn((String) values.get(0)), login, session).status();
        if ((status == 204) != GateController.entered(session, number)) throw new IOException("it remembers something else than it answers");
        if (status == 204 && !gate.ask(number, login, session).getBody().equals(Map.of("required", false))) throw new IOException("it asks again");
        System.out.println(status == 204);
    }
}
