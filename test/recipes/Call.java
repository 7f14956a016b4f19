import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Calls the recipe's functions: each line is a JSON object with a `name` and its `values`, and so is answered. */
final class Call {
    @SuppressWarnings("unchecked")
    public static void main(String[] args) throws Exception {
        Verifier verifier = new Verifier(System.getenv("VERIFIER_URL"), System.getenv("SITE_SECRET"));
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Map<String, Object> call = Json.readObject(line);
            System.out.println(Json.write(answer(verifier, (String) call.get("name"), (List<Object>) call.get("values"))));
        }
    }

    @SuppressWarnings("unchecked")
    private static Object answer(Verifier verifier, String name, List<Object> values) throws Exception {
        Object first = values.get(0);
        Map<String, Object> second = (Map<String, Object>) values.get(1);
        return name.equals("open_session")
            ? verifier.openSession((Map<String, Object>) first, second, (String) values.get(2))
            : (Object) verifier.redeem((String) first, second, (Map<String, Object>) values.get(2));
    }
}
