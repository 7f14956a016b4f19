<%@ page contentType="text/html; charset=utf-8" pageEncoding="utf-8" trimDirectiveWhitespaces="true" %><%@
page import="java.util.*, lms.*" %><%--
A small training site with the gate: web.xml maps its paths here. A real site has its own login and pages.
--%><%!
String gated(String path, String text) {
    return "<p><a href=\"" + path + "\" data-mo-otp-gate=\"/gate" + path + "\">" + text + "</a></p>";
}
%><%@ include file="entry.jspf" %><%
response.setHeader("Cache-Control", "no-store");
if (path.startsWith("/login/")) {
    session.setAttribute("learner", path.endsWith("/kim")
        ? Map.of("ref", "learner-1", "name", "김하나", "phone", "010-0000-1234")
        : Map.of("ref", "learner-2", "name", "이두리", "phone", "010-0000-5678"));
    session.setAttribute("course", "SAFETY");
    session.setAttribute("class", "SAFETY,2026-1");
    session.removeAttribute("grants");
    response.setStatus(303);
    response.setHeader("Location", "/course");
    return;
}
Map<String, String> titles = Map.of("evaluation", "진행단계 평가", "exam", "최종 시험", "assignment", "과제");
boolean post = request.getMethod().equals("POST");
String title;
String body = "<a href=\"/course\">강의 목록</a>";
if (learner == null) {
    response.setStatus(401);
    title = "먼저 로그인해 주세요";
    body = "<a href=\"/login/kim\">김하나</a> <a href=\"/login/lee\">이두리</a>";
} else if (checkpoint == null) {
    title = "강의 목록";
    StringBuilder links = new StringBuilder();
    for (int lesson : new int[] {1, 2, 9, 10}) links.append(gated("/lesson/" + lesson, lesson + "차시"));
    links.append(gated("/evaluation", titles.get("evaluation"))).append(gated("/exam", titles.get("exam")));
    body = links + "<p><a href=\"/assignment\">과제</a></p>";
} else {
    String kind = (String) checkpoint.get("kind");
    try {
        // the assignment's form is open, submitting it is verified
        if ((post || !kind.equals("assignment")) && !gate.mayEnter(grants, learner, checkpoint)) {
            response.setStatus(403);
            title = "본인확인이 필요합니다";
            body = gated(path, "본인확인하고 들어가기");
        } else if (kind.equals("lesson")) {
            title = checkpoint.get("number") + "차시";
        } else if (post) {
            gate.endEntry(grants, checkpoint);
            title = "제출했습니다";
        } else {
            title = titles.get(kind);
            String attribute = kind.equals("assignment") ? " data-mo-otp-gate=\"/gate/assignment\"" : "";
            body = "<form method=\"post\" action=\"" + path + "\"" + attribute + "><button>제출하기</button></form>";
        }
    } catch (MoOtpGate.Unavailable failure) {
        response.setStatus(503);
        title = "지금은 본인확인을 할 수 없습니다";
        body = "<a href=\"" + path + "\">다시 시도하기</a>";
    }
}
%><!doctype html><html lang="ko"><meta charset="utf-8"><title><%= title %></title>
<script src="<%= System.getenv("GATE_ASSETS") %>/loader.js" data-verifier="<%= System.getenv("VERIFIER_URL") %>" async>
</script><h1><%= title %></h1><%= body %>
