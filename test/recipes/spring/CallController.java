import jakarta.servlet.http.HttpSession;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Calls the recipe for Spring as a site's container would, for the learner that "login" names: each line is a JSON object with a `name` and its `values`. */
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
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Map<String, Object> call = Json.readObject(line);
            System.out.println(answer(gate, (String) call.get("name"), (List<Object>) call.get("values")));
        }
    }

    @SuppressWarnings("unchecked")
    private static String answer(GateController gate, String name, List<Object> values) throws Exception {
        boolean asks = name.equals("open_session");
        Map<String, String> learner = (Map<String, String>) values.get(asks ? 0 : 1);
        Map<String, Object> checkpoint = (Map<String, Object>) values.get(asks ? 1 : 2);
        var login = new GateController.Login(learner, (String) checkpoint.get("course"), (String) checkpoint.get("class"));
        int number = ((Number) checkpoint.get("number")).intValue();
        Session session = new Session();
        if (asks) {
            return Json.write(gate.ask(number, login, session).getBody());
        }
        int status = gate.handIn(number, new GateController.HandedIn((String) values.get(0)), login, session).status();
        if ((status == 204) != GateController.entered(session, number)) throw new IOException("it remembers something else than it answers");
        if (status == 204 && !gate.ask(number, login, session).getBody().equals(Map.of("required", false))) throw new IOException("it asks again");
        return String.valueOf(status == 204);
    }
}
