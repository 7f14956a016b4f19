import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small training site with the gate, on the JDK's own server: {@code javac *.java && PORT=8080 java Site}. Needs
 * VERIFIER_URL, SITE_SECRET, SITE_ORIGIN and GATE_ASSETS (the address of the package's dist folder). A real site has
 * its own login and pages.
 */
public final class Site {
    private static final Map<String, String> ENV = System.getenv();
    private static final Map<String, Map<String, Object>> LOGINS = Map.of(
        "kim", Map.of("ref", "learner-1", "name", "김하나", "phone", "010-0000-1234"),
        "lee", Map.of("ref", "learner-2", "name", "이두리", "phone", "010-0000-5678"));
    private static final Map<String, String> TITLES =
        Map.of("evaluation", "진행단계 평가", "exam", "최종 시험", "assignment", "과제");
    private static final Pattern PATH = Pattern.compile("/(?:lesson/([1-9][0-9]{0,2})|(evaluation|exam|assignment))");
    private static final Pattern COOKIE = Pattern.compile("(?:^|; )site=([\\w-]+)");

    /** The session on the server. */
    private static final class Session {
        Map<String, Object> learner;
        final List<Map<String, Object>> grants = Collections.synchronizedList(new ArrayList<>());
    }

    private static final Map<String, Session> SESSIONS = new ConcurrentHashMap<>();
    private static final MoOtpGate GATE = new MoOtpGate(
        ENV.get("VERIFIER_URL"),
        ENV.get("SITE_SECRET"),
        ENV.get("SITE_ORIGIN"),
        Duration.ofSeconds(Integer.parseInt(ENV.getOrDefault("TIMEOUT", "5"))),
        "yes".equals(ENV.get("OBSERVE")));

    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(ENV.get("PORT"))), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", exchange -> {
            try (exchange) {
                answer(exchange);
            }
        });
        server.start();
        System.out.println("listening");
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Session session = sessionOf(exchange);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        if (path.startsWith("/login/")) {
            session.learner = LOGINS.get(path.substring(7));
            exchange.getResponseHeaders().set("Location", "/course");
            exchange.sendResponseHeaders(303, -1);
            return;
        }
        if (path.startsWith("/gate/")) {
            endpoint(exchange, session, checkpointOf(path.substring(5)));
            return;
        }
        if (session.learner == null) {
            page(exchange, 401, "먼저 로그인해 주세요", "<a href=\"/login/kim\">김하나</a> <a href=\"/login/lee\">이두리</a>");
            return;
        }
        if (path.equals("/course")) {
            StringBuilder links = new StringBuilder();
            for (int number : new int[] {1, 2, 9, 10}) links.append(gated("/lesson/" + number, number + "차시"));
            links.append(gated("/evaluation", TITLES.get("evaluation"))).append(gated("/exam", TITLES.get("exam")));
            page(exchange, 200, "강의 목록", links + "<p><a href=\"/assignment\">과제</a></p>");
            return;
        }
        Map<String, Object> checkpoint = checkpointOf(path);
        if (checkpoint == null) page(exchange, 404, "그런 페이지는 없습니다", "");
        else checkpointPage(exchange, session, path, checkpoint);
    }

    private static void endpoint(HttpExchange exchange, Session session, Map<String, Object> checkpoint)
        throws IOException {
        if (session.learner == null || checkpoint == null) {
            exchange.sendResponseHeaders(session.learner == null ? 401 : 404, -1);
            return;
        }
        try {
            if (exchange.getRequestMethod().equals("GET")) {
                Map<String, Object> answer = GATE.openGate(session.grants, session.learner, checkpoint);
                send(exchange, 200, "application/json", Json.write(answer));
                return;
            }
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            // JSON only: what a form of another site cannot send
            if (type == null || !type.startsWith("application/json")) {
                exchange.sendResponseHeaders(415, -1);
                return;
            }
            byte[] body = exchange.getRequestBody().readNBytes(16384);
            Object token = Json.readObject(new String(body, StandardCharsets.UTF_8)).get("token");
            boolean good = token instanceof String
                && GATE.redeem(session.grants, (String) token, session.learner, checkpoint);
            exchange.sendResponseHeaders(good ? 204 : 403, -1);
        } catch (MoOtpGate.Unavailable failure) {
            exchange.sendResponseHeaders(503, -1);
        }
    }

    private static void checkpointPage(
        HttpExchange exchange, Session session, String path, Map<String, Object> checkpoint) throws IOException {
        String kind = (String) checkpoint.get("kind");
        boolean post = exchange.getRequestMethod().equals("POST");
        try {
            // the assignment's form is open, submitting it is verified
            if ((post || !kind.equals("assignment")) && !GATE.mayEnter(session.grants, session.learner, checkpoint)) {
                page(exchange, 403, "본인확인이 필요합니다", gated(path, "본인확인하고 들어가기"));
                return;
            }
        } catch (MoOtpGate.Unavailable failure) {
            page(exchange, 503, "지금은 본인확인을 할 수 없습니다", "<a href=\"" + path + "\">다시 시도하기</a>");
            return;
        }
        String back = "<a href=\"/course\">강의 목록</a>";
        if (kind.equals("lesson")) {
            page(exchange, 200, checkpoint.get("number") + "차시", back);
        } else if (post) {
            GATE.endEntry(session.grants, checkpoint);
            page(exchange, 200, "제출했습니다", back);
        } else {
            String gate = kind.equals("assignment") ? " data-mo-otp-gate=\"/gate/assignment\"" : "";
            String form = "<form method=\"post\" action=\"" + path + "\"" + gate + "><button>제출하기</button></form>";
            page(exchange, 200, TITLES.get(kind), form);
        }
    }

    private static Map<String, Object> checkpointOf(String path) {
        Matcher found = PATH.matcher(path);
        if (!found.matches()) return null;
        Map<String, Object> checkpoint = new HashMap<>(Map.of("course", "SAFETY", "class", "SAFETY,2026-1"));
        checkpoint.put("kind", found.group(1) == null ? found.group(2) : "lesson");
        if (found.group(1) != null) checkpoint.put("number", Integer.valueOf(found.group(1)));
        return checkpoint;
    }

    private static Session sessionOf(HttpExchange exchange) {
        Matcher cookie = COOKIE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Cookie")));
        if (cookie.find() && SESSIONS.containsKey(cookie.group(1))) return SESSIONS.get(cookie.group(1));
        String id = UUID.randomUUID().toString();
        SESSIONS.put(id, new Session());
        exchange.getResponseHeaders().set("Set-Cookie", "site=" + id + "; Path=/; HttpOnly; SameSite=Lax");
        return SESSIONS.get(id);
    }

    private static String gated(String path, String text) {
        return "<p><a href=\"" + path + "\" data-mo-otp-gate=\"/gate" + path + "\">" + text + "</a></p>";
    }

    private static void page(HttpExchange exchange, int status, String title, String body) throws IOException {
        String loader = "<script src=\"" + ENV.get("GATE_ASSETS") + "/loader.js\" data-verifier=\""
            + ENV.get("VERIFIER_URL") + "\" async></script>";
        String head = "<!doctype html><html lang=\"ko\"><meta charset=\"utf-8\"><title>" + title + "</title>" + loader;
        send(exchange, status, "text/html; charset=utf-8", head + "<h1>" + title + "</h1>" + body);
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
