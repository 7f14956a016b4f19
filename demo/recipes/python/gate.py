"""The endpoint of `data-mo-otp-gate="/gate/lesson/9"` for Flask: `app.register_blueprint(gate)`. Mistakes it avoids:

- trusting the browser: the learner comes from the login's session on the server, never from the body
- redeeming twice: what was redeemed stays in that session, and every guarded page calls `entered`
- personal data in the page: the answer is a session id and nothing else

Flask's own session is a cookie that the browser can read: keep `learner` on the server (Flask-Session or a table), as `learner_of` does.
"""
import os
import time
from urllib.error import URLError

from flask import Blueprint, abort, current_app, jsonify, request, session

from verifier import open_session, redeem

gate = Blueprint("gate", __name__, url_prefix="/gate")


def entered(number):
    """Whether this browser's learner was let into the lesson; every guarded page asks this."""
    return str(number) in session.get("entered", {})


def _learner_and_checkpoint(number):
    login = current_app.config["LEARNER_OF"](session.get("login")) or abort(401)
    return login["learner"], {"kind": "lesson", "course": login["course"], "class": login["class"], "number": number}


@gate.get("/lesson/<int:number>")
def ask(number):
    learner, checkpoint = _learner_and_checkpoint(number)
    if entered(number):
        return jsonify(required=False)
    reply = open_session(learner, checkpoint, os.environ["SITE_ORIGIN"])
    return jsonify({name: reply[name] for name in ("required", "session") if name in reply})


@gate.post("/lesson/<int:number>")
def hand_in(number):
    learner, checkpoint = _learner_and_checkpoint(number)
    token = request.get_json().get("token")  # JSON only: what a form of another site cannot send
    if not isinstance(token, str) or not redeem(token, learner, checkpoint):
        abort(403)
    session["entered"] = {**session.get("entered", {}), str(number): int(time.time())}
    return "", 204


@gate.errorhandler(URLError)
def unavailable(error):
    current_app.logger.error("%s", error.reason)  # of the verifier, never of the learner
    return "", 503
