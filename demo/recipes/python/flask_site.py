"""A small training site with the gate, on Flask: `PORT=8080 python3 demo/recipes/python/flask_site.py`.

Needs VERIFIER_URL, SITE_SECRET, SITE_ORIGIN and GATE_ASSETS (the address of the package's dist folder). Flask's own
session is a cookie that the browser can read: here it holds an id, and the session itself stays on the server.
"""
import os
import re
import uuid
from urllib.parse import quote

from flask import Flask, jsonify, redirect, request, session
from werkzeug.serving import WSGIRequestHandler, make_server

from mo_otp_gate import MoOtpGate, MoOtpUnavailable

ENV = os.environ
gate = MoOtpGate(
    ENV["VERIFIER_URL"],
    ENV["SITE_SECRET"],
    ENV["SITE_ORIGIN"],
    timeout=int(ENV.get("TIMEOUT", "5")),
    observe=ENV.get("OBSERVE") == "yes",
)
LOGINS = {
    "kim": {"ref": "learner-1", "name": "김하나", "phone": "010-0000-1234"},
    "lee": {"ref": "learner-2", "name": "이두리", "phone": "010-0000-5678"},
}
TITLES = {"evaluation": "진행단계 평가", "exam": "최종 시험", "assignment": "과제"}
LOADER = f'<script src="{ENV["GATE_ASSETS"]}/loader.js" data-verifier="{ENV["VERIFIER_URL"]}" async></script>'
sessions = {}

app = Flask(__name__)
app.secret_key = os.urandom(16)


def mine():
    """The server's session of this browser."""
    if session.get("id") not in sessions:
        session["id"] = str(uuid.uuid4())
        sessions[session["id"]] = {"grants": []}
    return sessions[session["id"]]


def checkpoint_of(path):
    found = re.fullmatch(r"/(?:(lesson)/([1-9][0-9]{0,2})|(evaluation|exam|assignment))", path)
    if found is None:
        return None
    here = {"kind": found[1] or found[3], "course": "SAFETY", "class": "SAFETY,2026-1"}
    return {**here, "number": int(found[2])} if found[1] else here


def page(title, body="", status=200):
    text = f'<!doctype html><html lang="ko"><meta charset="utf-8"><title>{title}</title>{LOADER}<h1>{title}</h1>{body}'
    return text, status, {"Cache-Control": "no-store"}


def gated(path, text):
    return f'<p><a href="{path}" data-mo-otp-gate="/gate{path}">{text}</a></p>'


def entry(path):
    """None when the learner may enter the checkpoint of the path, else the page that is shown instead."""
    own = mine()
    if "learner" not in own:
        return page("먼저 로그인해 주세요", '<a href="/login/kim">김하나</a> <a href="/login/lee">이두리</a>', 401)
    try:
        if gate.may_enter(own["grants"], own["learner"], checkpoint_of(path)):
            return None
        return page("본인확인이 필요합니다", gated(path, "본인확인하고 들어가기"), 403)
    except MoOtpUnavailable:
        return page("지금은 본인확인을 할 수 없습니다", f'<a href="{quote(path)}">다시 시도하기</a>', 503)


@app.get("/login/<who>")
def login(who):
    mine()["learner"] = LOGINS[who]
    return redirect("/course", 303)


@app.route("/gate/<path:path>", methods=["GET", "POST"])
def endpoint(path):
    own, checkpoint = mine(), checkpoint_of("/" + path)
    if "learner" not in own or checkpoint is None:
        return "", 404 if "learner" in own else 401
    try:
        if request.method == "GET":
            return jsonify(gate.open_gate(own["grants"], own["learner"], checkpoint)), {"Cache-Control": "no-store"}
        if not request.is_json:
            return "", 415  # JSON only: what a form of another site cannot send
        body = request.get_json(silent=True)
        token = body.get("token") if isinstance(body, dict) else None
        good = isinstance(token, str) and gate.redeem(own["grants"], token, own["learner"], checkpoint)
        return "", 204 if good else 403
    except MoOtpUnavailable:
        return "", 503


@app.get("/course")
def course():
    links = [gated(f"/lesson/{number}", f"{number}차시") for number in (1, 2, 9, 10)]
    links += [gated("/evaluation", TITLES["evaluation"]), gated("/exam", TITLES["exam"])]
    return page("강의 목록", "".join(links) + '<p><a href="/assignment">과제</a></p>')


@app.get("/lesson/<int:number>")
def lesson(number):
    return entry(request.path) or page(f"{number}차시", '<a href="/course">강의 목록</a>')


@app.get("/assignment")
def assignment():  # submitting it is verified
    form = '<form method="post" action="/assignment" data-mo-otp-gate="/gate/assignment"><button>제출하기</button></form>'
    return page(TITLES["assignment"], form)


@app.get("/<any(evaluation, exam):kind>")
def assessment(kind):
    form = f'<form method="post" action="/{kind}"><button>제출하기</button></form>'
    return entry(request.path) or page(TITLES[kind], form)


@app.post("/<any(evaluation, exam, assignment):kind>")
def submit(kind):
    refused = entry(request.path)
    if refused:
        return refused
    gate.end_entry(mine()["grants"], checkpoint_of(request.path))
    return page("제출했습니다", '<a href="/course">강의 목록</a>')


class Quiet(WSGIRequestHandler):
    def log(self, *_):
        """Requests are not logged: their addresses say who studies what."""


if __name__ == "__main__":
    server = make_server("127.0.0.1", int(ENV["PORT"]), app, threaded=True, request_handler=Quiet)
    print("listening", flush=True)
    server.serve_forever()
