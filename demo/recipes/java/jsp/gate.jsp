<%@ page contentType="application/json; charset=utf-8" trimDirectiveWhitespaces="true" import="java.util.*" %><%--
The endpoint of data-mo-otp-gate="/gate.jsp?lesson=9", with Verifier.java and Json.java among the site's classes (in a package, imported here).
Mistakes it avoids:
- trusting the browser: the learner comes from the session, where the login put "learner" (ref, name, phone), "course" and "class"
- redeeming twice: what was redeemed stays in the session, and every guarded page asks for "entered/…"
- personal data in the page: the answer is a session id and nothing else
- a form of another site: only JSON is read
--%><%
response.setHeader("Cache-Control", "no-store");
Map<String, ?> learner = (Map<String, ?>) session.getAttribute("learner");
String lesson = request.getParameter("lesson");
if (learner == null) { response.setStatus(401); return; }
if (lesson == null || !lesson.matches("[1-9][0-9]{0,2}")) { response.setStatus(404); return; }

Map<String, Object> checkpoint = Map.of("kind", "lesson", "course", session.getAttribute("course"), "class", session.getAttribute("class"), "number", Integer.valueOf(lesson));
Verifier verifier = new Verifier(System.getenv("VERIFIER_URL"), System.getenv("SITE_SECRET"));
try {
    if (request.getMethod().equals("GET")) {
        Map<String, Object> answer = new HashMap<>(Map.of("required", false));
        if (session.getAttribute("entered/" + lesson) == null) answer = verifier.openSession(learner, checkpoint, System.getenv("SITE_ORIGIN"));
        answer.keySet().retainAll(Set.of("required", "session"));
        out.print(Json.write(answer));
        return;
    }
    String type = request.getContentType();
    if (type == null || !type.startsWith("application/json")) { response.setStatus(415); return; }
    StringBuilder body = new StringBuilder();
    for (int c; body.length() < 16384 && (c = request.getReader().read()) >= 0;) body.append((char) c);
    Object token = Json.readObject(body.toString()).get("token");
    if (!(token instanceof String) || !verifier.redeem((String) token, learner, checkpoint)) { response.setStatus(403); return; }
    session.setAttribute("entered/" + lesson, System.currentTimeMillis());
    response.setStatus(204);
} catch (java.io.IOException failure) {
    application.log(failure.getMessage()); // of the verifier, never of the learner
    response.setStatus(503);
}
%>
