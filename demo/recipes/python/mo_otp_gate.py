"""The site's half of mo-otp-gate for Python 3.8 and later, with the standard library alone: nothing happens on import.

`grants` is a list in the login's session on the server; learner and checkpoint come from the login and the URL, never
from what a browser sent. What fails goes to the logger "mo-otp-gate" with its cause, without personal data.
"""
import json
import logging
import re
import socket
import ssl
import time
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

log = logging.getLogger("mo-otp-gate")
_DAY = ("kind", "course", "class")
_PLACE = _DAY + ("number",)
# for verifiers that answer no grant, and for entries that are only observed
_DEFAULT_GRANT = {"scope": "entry", "expiresIn": 14400}
_HINTS = {
    401: " (is SITE_SECRET the secret of this site?)",
    403: " (is SITE_ORIGIN an origin that is registered for this site?)",
    404: " (does VERIFIER_URL end with its version, /v1?)",
}


class MoOtpUnavailable(Exception):
    """The verifier failed, or its reply is none. Answer 503, admit no one; the cause is in the log already."""


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None  # the secret goes to the verifier and nowhere else


_open = build_opener(_NoRedirect).open


def _same(one, other, names):
    return all(one.get(name) == other.get(name) for name in names)


def _fail(cause):
    cause = " ".join(cause.split())
    log.error("mo-otp-gate: %s", cause)
    raise MoOtpUnavailable(cause)


def _refused(cause):
    log.warning("mo-otp-gate: a token was refused: %s", cause)
    return False


class MoOtpGate:
    """`verifier` with its version, https://otp.example/v1; `timeout` in seconds; `observe`: lets everyone in, and the
    log says whom it would have refused."""

    def __init__(self, verifier, secret, origin, timeout=5, observe=False):
        self.verifier, self.secret, self.origin = verifier.rstrip("/"), secret.strip(), origin
        self.timeout, self.observe = timeout, observe

    def may_enter(self, grants, learner, checkpoint):
        """First line of every gated page. On False, answer 403 with a page that has the gated link."""
        if self._granted(grants, checkpoint):
            return True
        try:
            body = {"learner": learner, "checkpoint": checkpoint, "dry": True}
            admitted, outcome = not self._post("/sessions", body, "required")["required"], "refused"
        except MoOtpUnavailable:
            if not self.observe:
                raise
            admitted, outcome = False, "unavailable"
        if admitted or not self.observe:
            return admitted
        # one line an entry: the grant covers reloads, as a verified one does
        self._add_grant(grants, checkpoint, _DEFAULT_GRANT, outcome)
        return True

    def open_gate(self, grants, learner, checkpoint):
        """GET of the endpoint: {"required": False}, or True with the session and the preview that the page may have."""
        if self._granted(grants, checkpoint):
            return {"required": False}
        try:
            body = {"learner": learner, "checkpoint": checkpoint, "origin": self.origin}
            reply = self._post("/sessions", body, "required")
        except MoOtpUnavailable:
            if not self.observe:
                raise
            return {"required": False}
        answer = {name: reply[name] for name in ("required", "session", "preview") if name in reply}
        return {**answer, "observe": True} if self.observe and answer["required"] else answer

    def redeem(self, grants, token, learner, checkpoint):
        """POST of the endpoint: whether the token admits this learner to this checkpoint. It works once."""
        result = self._post("/siteverify", {"token": token}, "success")
        if not result["success"]:
            return _refused(result["error"])
        if result["learner"]["ref"] != learner["ref"]:
            return _refused("another learner")
        if not _same(result["checkpoint"], checkpoint, _PLACE):
            return _refused("another checkpoint")
        self._add_grant(grants, checkpoint, result.get("grant", _DEFAULT_GRANT), "verified")
        return True

    def end_entry(self, grants, checkpoint):
        """When the learner submits an exam or an assignment: the next entry is verified again."""
        grants[:] = [one for one in grants if one["scope"] != "entry" or not _same(one, checkpoint, _PLACE)]

    def _granted(self, grants, checkpoint):
        now = time.time()
        return any(
            one["endsAt"] > now
            # what was only observed admits no longer once the site decides
            and (self.observe or not one.get("observed"))
            and _same(one, checkpoint, _DAY if one["scope"] == "day" else _PLACE)
            for one in grants
        )

    def _add_grant(self, grants, checkpoint, grant, outcome):
        ends_at = time.time() + grant["expiresIn"]
        grants.append({**checkpoint, "scope": grant["scope"], "endsAt": ends_at, "observed": outcome != "verified"})
        if self.observe:
            log.warning("mo-otp-gate: observed=%s kind=%s", outcome, checkpoint["kind"])

    def _post(self, path, body, known):
        if not re.match("https?://[^/]", self.verifier):
            _fail("VERIFIER_URL is no address such as https://otp.example/v1")
        if not self.secret:
            _fail("SITE_SECRET is not set")
        try:
            data = json.dumps(body, ensure_ascii=False).encode("utf-8")
        except UnicodeEncodeError:
            _fail("encoding: a text is not valid Unicode")
        if b"\xef\xbf\xbd" in data:
            _fail("encoding: a text holds U+FFFD; it was not UTF-8 where it was read")
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self.secret}"}
        try:
            with _open(Request(self.verifier + path, data, headers), timeout=self.timeout) as reply:
                request = _request(reply)
                value = json.load(reply)
        except HTTPError as problem:
            _fail(f"{path} replied {problem.code} {_problem(problem)}")
        except (OSError, HTTPException) as error:
            _fail(f"{path}: {_cause(error, self.timeout)}")
        except ValueError:
            _fail(f"{path} replied 200 with something else than JSON{request}")
        if not isinstance(value, dict) or not isinstance(value.get(known), bool):
            _fail(f"{path} replied 200 without {known}{request}")
        return value


def _request(reply):
    """The verifier's id of the request, which its own log has too."""
    found = reply.headers.get("X-Request-Id")
    return f" (request {found})" if found else ""


def _problem(problem):
    try:
        body = json.load(problem)
    except ValueError:
        body = None
    body = body if isinstance(body, dict) else {}
    sentence = f"{body.get('code', 'no problem code')}: {body.get('detail', body.get('title', ''))}"
    return sentence + _HINTS.get(problem.code, "") + _request(problem)


def _cause(error, timeout):
    reason = error.reason if isinstance(error, URLError) else error
    if isinstance(reason, (socket.timeout, TimeoutError)):
        return f"time-out after {timeout} s"
    if isinstance(reason, socket.gaierror):
        return f"DNS: the name of the verifier is unknown ({reason})"
    if isinstance(reason, ConnectionRefusedError):
        return "refused connection: nothing listens there, or a firewall is between"
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"TLS: the certificate is not trusted; is the CA bundle missing (SSL_CERT_FILE)? ({reason})"
    if isinstance(reason, ssl.SSLError):
        return f"TLS: no common version ({reason})"
    return str(reason)
