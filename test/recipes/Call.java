import java.util.List;
import java.util.Map;

/** Calls one of the recipe's functions: its name, then its arguments as a JSON array. */
final class Call {
    @SuppressWarnings("unchecked")
    public static void main(String[] args) throws Exception {
        Verifier verifier = new Verifier(System.getenv("VERIFIER_URL"), System.getenv("SITE_SECRET"));
        List<Object> values = (List<Object>) Json.readObject("{\"values\":" + args[1] + "}").get("values");
        Object first = values.get(0);
        Map<String, Object> second = (Map<String, Object>) values.get(1);
        Object answer = args[0].equals("open_session")
            ? verifier.openSession((Map<String, Object>) first, second, (String) values.get(2))
            : (Object) verifier.redeem((String) first, second, (Map<String, Object>) values.get(2));
        System.out.println(Json.write(answer));
    }
}
