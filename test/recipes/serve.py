"""The recipe for Flask as a site runs it, with a login of one line and its learners as JSON; says its port."""
import json
import os

from flask import Flask, session
from werkzeug.serving import WSGIRequestHandler, make_server

from gate import gate

app = Flask(__name__)
app.secret_key = os.urandom(16)
app.config["LEARNER_OF"] = json.loads(os.environ["LOGINS"]).get
app.register_blueprint(gate)


@app.get("/login/<ref>")
def login(ref):
    session["login"] = ref
    return ""


class Quiet(WSGIRequestHandler):
    def log(self, *_):
        pass


server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
print(server.port, flush=True)
server.serve_forever()
