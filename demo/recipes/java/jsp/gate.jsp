<%@ page contentType="application/json; charset=utf-8" trimDirectiveWhitespaces="true" %><%--
The endpoint of data-mo-otp-gate="/gate/lesson/9": web.xml maps /gate/* to it. MoOtpGate.java and Json.java are among
the site's classes, here in the package lms. The session holds what the login put there: "learner" (ref, name, phone),
"course", "class".
--%><%@ page import="java.util.*, lms.*" %><%@ include file="entry.jspf" %><%
response.setHeader("Cache-Control", "no-store");
if (learner == null || checkpoint == null) { response.setStatus(learner == null ? 401 : 404); return; }
try {
    if (request.getMethod().equals("GET")) {
        out.print(Json.write(gate.openGate(grants, learner, checkpoint)));
        return;
    }
    String type = request.getContentType();
    // JSON only: what a form of another site cannot send
    if (type == null || !type.startsWith("application/json")) { response.setStatus(415); return; }
    StringBuilder body = new StringBuilder();
    for (int c; body.length() < 16384 && (c = request.getReader().read()) >= 0;) body.append((char) c);
    Object token = Json.readObject(body.toString()).get("token");
    boolean good = token instanceof String && gate.redeem(grants, (String) token, learner, checkpoint);
    response.setStatus(good ? 204 : 403);
} catch (MoOtpGate.Unavailable failure) {
    response.setStatus(503);
} catch (java.io.IOException noJson) {
    response.setStatus(400);
}
%>
