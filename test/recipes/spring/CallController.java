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
        boolean redeems = args[0].equals("redeem");
        Map<String, String> learner = (Map<String, String>) values.get(redeems ? 1 : 0);
        Map<String, Object> checkpoint = (Map<String, Object>) values.get(redeems ? 2 : 1);
        var login = new GateController.Login(learner, (String) checkpoint.get("course"), (String) checkpoint.get("class"));
        int number = ((Number) checkpoint.get("number")).intValue();
        Session session = new Session();
        switch (args[0]) {
            case "may_enter":
                System.out.println(gate.mayEnter(session, login, login.lesson(number)));
                return;
            case "open":
                System.out.println(Json.write(gate.open(number, login, session).getBody()));
                return;
            default:
                int status = gate.redeem(number, new GateController.Redemption((String) values.get(0)), login, session).status();
                if ((status == 204) != gate.open(number, login, session).getBody().equals(Map.of("required", false)) && status == 204)
                    throw new IOException("it asks again");
                System.out.println(status);
        }
    }
}
