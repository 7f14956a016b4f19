"""
A second verifier, written from the contract alone and in another language, to prove that the checker depends on
nothing else. Data is in memory, tests advance the clock, and `--fault <name>` injects one fault (see faults.json). `--terse` keeps to the same rules in another manner: other ids,
durations and headers, and none of the optional parts.

    python3 verifier.py < data.json

with `{"sites": [{"id", "secret", "origins"}], "people": [{"name", "phone", "secret"}], "now": epoch seconds}`.

Prints its address when it listens.
"""
import argparse
import base64
import contextlib
import hashlib
import hmac
import json
import re
import secrets
import sys
import threading
import time
import unicodedata
import uuid
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from es256 import Key
from spelling import mobile_number, same_name

PROBLEMS = {'bad-request': 400, 'unknown-session': 401, 'forbidden-origin': 403, 'unknown-challenge': 404, 'unsupported-method': 409, 'too-large': 413, 'internal': 500}
KINDS = ['enrolment', 'lesson', 'evaluation', 'exam', 'assignment', 'login', 'other']

FAULTS = json.loads(Path(__file__).with_name('faults.json').read_text())
arguments = argparse.ArgumentParser()
arguments.add_argument('--fault', choices=FAULTS)
arguments.add_argument('--terse', action='store_true', help='keeps to the rules with as little as they allow')
FAULT, TERSE = arguments.parse_args().fault, arguments.parse_args().terse


def broken(name):
    assert name in FAULTS
    return FAULT == name


# seconds, and wrong codes in a row
SESSION, QUESTION, TOKEN, ENTRY, TRIES, PERIOD = (240, 150, 100, 3600, 5, 30) if TERSE else (900, 300, 300, 14400, 3 if broken('three-tries') else 5, 60)


class Problem(Exception):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


# ---- data

data = json.load(sys.stdin)
now = data['now']
key = Key()
sessions, challenges, tokens, retry_keys = {}, {}, {}, {}
one_at_a_time = threading.Lock()
verdicts = {}  # (challenge, attempt) -> reply
failures = {}  # (site, learner) -> wrong codes in a row
last_steps = {}  # phone -> step of the last code that was accepted


def overlap():
    """With the fault `reads-then-writes`, lets other requests run between reading and deciding."""
    if broken('reads-then-writes'):
        one_at_a_time.release()
        time.sleep(0.2)
        one_at_a_time.acquire()


# ---- shapes

def member(body, name, kind=str, longest=512, shortest=1, optional=False):
    value = body.get(name)
    if value is None and optional:
        return None
    if not isinstance(value, kind) or isinstance(value, bool) or (isinstance(value, str) and not shortest <= len(value) <= longest):
        raise Problem('bad-request')
    return value


def only(body, *names):
    if broken('refuses-extras') and set(body) - set(names):
        raise Problem('bad-request')


def read_learner(body):
    birth = member(body, 'birthDate', optional=True)
    if birth is not None:
        try:
            datetime.strptime(birth, '%Y-%m-%d')
        except ValueError:
            if not broken('any-birth-date'):
                raise Problem('bad-request') from None
    only(body, 'ref', 'name', 'phone', 'birthDate')
    longest = {'short-refs': 64, 'long-refs': 512}.get(FAULT, 128)
    named = member(body, 'name', longest=100, shortest=0 if broken('no-name') else 1)
    learner = {'ref': member(body, 'ref', longest=longest), 'name': named, 'phone': member(body, 'phone', longest=32), 'birthDate': birth}
    if broken('drops-birth-date'):
        del learner['birthDate']
    if broken('refs-in-ascii'):
        learner['ref'] = learner['ref'].encode('ascii', 'replace').decode()
    return {name: value for name, value in learner.items() if value is not None}


def read_checkpoint(body):
    if member(body, 'kind') not in KINDS and not broken('any-kind'):
        raise Problem('bad-request')
    only(body, 'kind', 'course', 'class', 'number', 'title')
    checkpoint = {'kind': body['kind'], 'course': member(body, 'course', longest=150), 'class': member(body, 'class', longest=150)}
    number = (int, float) if broken('fractions') else int
    for name, kind in (('title', str),) if broken('drops-numbers') else (('number', number), ('title', str)):
        value = member(body, name, kind, 200, 0, optional=True)
        if value is not None:
            checkpoint[name] = value
    return checkpoint


# ---- requests of a site's server

def calling_site(headers):
    for site in data['sites']:
        sent, wanted = headers.get('authorization', ''), 'Bearer ' + site['secret']
        if broken('secret-by-prefix'):
            sent = sent[:len(wanted)]
        if broken('any-scheme'):
            sent = 'Bearer ' + sent.partition(' ')[2]
        if hmac.compare_digest(sent.encode(), wanted.encode()):
            return site
    if broken('no-secret') and 'authorization' not in headers:
        return data['sites'][0]
    raise Problem('unknown-session')


def new_id(kind, fault, known):
    """An id that cannot be guessed."""
    if TERSE:
        return str(uuid.uuid4())
    return f'{kind}_{len(known):016}' if broken(fault) else f'{kind}_{secrets.token_urlsafe(18)}'


def open_session(body, headers):
    site = calling_site(headers)
    only(body, 'learner', 'checkpoint', 'origin', 'dry', 'methods')
    offered = member(body, 'methods', list, optional=True)
    dry = body.get('dry', False)
    if dry and broken('dry-skips-checks'):
        return {'required': True}
    if not isinstance(dry, bool):
        raise Problem('bad-request')
    learner, checkpoint = read_learner(member(body, 'learner', dict)), read_checkpoint(member(body, 'checkpoint', dict))
    if '\ufffd' in json.dumps(body, ensure_ascii=False) and not broken('takes-any-encoding'):
        raise Problem('bad-request')
    if mobile_number(learner['phone']) is None and not broken('takes-any-number'):
        raise Problem('bad-request')
    origin = member(body, 'origin', optional=True)
    if origin is not None and origin not in site['origins'] and not broken('binds-to-any-origin'):
        raise Problem('forbidden-origin')
    if dry and not TERSE:
        return {'required': False, 'reason': 'not-due'} if broken('dry-says-no') else {'required': True}
    if broken('asks-nothing'):
        return {'required': False, 'reason': 'not-due'}
    name = new_id('se', 'sessions-in-a-row', sessions)
    offers = ['motp'] if offered is None else [method for method in offered if method == 'motp']
    if broken('offers-another-first'):
        offers = ['phone', *offers]
    if broken('ignores-methods'):
        offers = ['motp', 'phone']
    sessions[name] = {
        'site': site, 'learner': learner, 'checkpoint': checkpoint, 'origin': None if broken('unbound-sessions') else origin,
        'ends': float('inf') if broken('sessions-without-end') else now + SESSION, 'passed': False, 'offers': offers,
    }
    reply = {'required': True, 'session': name, 'expiresIn': now + SESSION if broken('session-dates') else SESSION}
    count = failures.get(counter(sessions[name], ''), 0)
    if not is_locked(count) and not TERSE:
        reply['preview'] = {**shown(sessions[name], count), 'offers': ['phone', 'motp'] if broken('previews-another') else offers}
        if broken('previews-people'):
            reply['preview']['help'] = {'phone': learner['phone']}
    return reply


def redeem(body, headers):
    site = calling_site(headers)
    sent = member(body, 'token', longest=8192)
    retry_key = member(body, 'idempotencyKey', longest=128, shortest=16, optional=True)
    given = tokens.get(sent)
    if broken('believes-claims') and sent.count('.') == 2:
        with contextlib.suppress(ValueError):
            identity = json.loads(base64.urlsafe_b64decode(sent.split('.')[1] + '==')).get('jti')
            given = next((one for one in tokens.values() if one['jti'] == identity), None)
    if given is None and broken('unknown-tokens-are-errors'):
        raise Problem('bad-request')
    if given is not None and given['session']['site'] is not site and broken('others-spend-tokens'):
        given['used'] = True
    if given is None or (given['session']['site'] is not site and not broken('lets-sites-mix')):
        return {'success': False, 'error': 'invalid'}
    if retry_key is not None and retry_keys.setdefault((site['id'], retry_key), given['jti']) != given['jti'] and not broken('shares-keys'):
        raise Problem('bad-request')
    repeated = retry_key is not None and (given['key'] == retry_key or broken('takes-any-key'))
    if now >= given['ends'] and not repeated and not broken('tokens-without-end'):
        return {'success': False, 'error': 'expired'}
    used = given['used'] and not repeated and not broken('redeems-again')
    overlap()
    if used:
        return {'success': False, 'error': 'used'}
    given['used'], given['key'] = True, given['key'] or retry_key
    session = given['session']
    reply = {'success': True, 'learner': session['learner'], 'checkpoint': session['checkpoint'], 'method': 'motp'}
    if not TERSE:
        reply['grant'] = {'scope': 'once' if broken('grants-for-good') else 'entry', 'expiresIn': now + ENTRY if broken('sends-grant-dates') else ENTRY}
    at = datetime.fromtimestamp(given['at'], timezone.utc)
    reply['verifiedAt'] = at.replace(tzinfo=None).isoformat() if broken('times-without-zone') else at.isoformat()
    if broken('verified-when-redeemed'):
        reply['verifiedAt'] = datetime.fromtimestamp(0, timezone.utc).isoformat()
    return reply if session['origin'] is None or broken('keeps-origin-back') else {**reply, 'origin': session['origin']}


# ---- requests of a learner's page

def admit(session, headers):
    origin = headers.get('origin')
    allowed = session['site']['origins'] if session['origin'] is None else [session['origin']]
    if broken('first-origin-only'):
        allowed = allowed[:1]
    if broken('origins-of-all-sites'):
        allowed = [one for site in data['sites'] for one in site['origins']]
    if broken('origins-by-prefix') and origin is not None and any(origin.startswith(one) for one in allowed):
        return
    if broken('admits-null') and origin == 'null':
        return
    if origin is not None and origin not in allowed and not broken('admits-any-page'):
        raise Problem('forbidden-origin')


def counter(session, challenge):
    if broken('counts-per-site'):
        return session['site']['id']
    return challenge if broken('counts-per-challenge') else (session['site']['id'], session['learner']['ref'])


def is_locked(count):
    return count >= TRIES + broken('six-tries') and not broken('never-locks')


def ask(body, headers):
    only(body, 'session', 'method')
    session = sessions.get(member(body, 'session'))
    method = member(body, 'method', longest=64, shortest=0, optional=True)
    if session is None and broken('unknown-is-an-error'):
        raise Problem('internal')
    if session is None or (session['passed'] and not broken('asks-after-passing')) or now >= session['ends']:
        raise Problem('unknown-session')
    if not broken('asks-anywhere'):
        admit(session, headers)
    if method not in (None, 'motp') and broken('unknown-methods-are-errors'):
        raise Problem('bad-request')
    if method not in (None, 'motp') and not broken('guesses-the-method'):
        raise Problem('unsupported-method')
    name = new_id('ch', 'challenges-in-a-row', challenges)
    count = failures.get(counter(session, name), 0)
    learner = {} if TERSE else {'name': session['learner']['name'], 'phone': session['learner']['phone']}
    if broken('one-challenge'):
        for one in [key for key, other in challenges.items() if other['session'] is session]:
            del challenges[one]
    if is_locked(count) and not broken('asks-the-locked'):
        return {'status': 'locked', 'unlock': ['phone'], 'learner': learner}
    ends = min(now + QUESTION, session['ends'])
    challenges[name] = {'session': session, 'ends': float('inf') if broken('never-expires') else ends}
    return {
        'status': 'challenge', 'id': name, **shown(session, count), 'offers': session['offers'], 'learner': learner,
        'expiresIn': ends if broken('sends-dates') else QUESTION * 4 if broken('outlives-its-session') else ends - now,
        'time': now if broken('time-in-seconds') else data['now'] * 1000 if broken('time-stands-still') else now * 1000,
        **({'registered': known(session['learner'])} if broken('tells-who-is-registered') else {}),
    }


def known(learner):
    return any(phone_of(one) == phone_of(learner) for one in data['people'])


def shown(session, count):
    """What a challenge shows without saying who it is for."""
    checkpoint = {name: value for name, value in session['checkpoint'].items() if name in ('kind', 'title', 'number')}
    if broken('drops-titles'):
        checkpoint.pop('title', None)
    return {
        'method': 'motp', 'params': {'digits': 6, 'period': PERIOD}, 'attemptsLeft': max(0, TRIES - count),
        'checkpoint': checkpoint if TERSE else {**checkpoint, 'step': {'n': 1, 'of': 1}},
    }


def answer(body, headers):
    only(body, 'challenge', 'attempt', 'proof')
    name, attempt = member(body, 'challenge'), member(body, 'attempt', longest=128, shortest=8)
    proof = member(body, 'proof', dict)
    only(proof, 'code')
    challenge = challenges.get(name)
    if challenge is None:
        raise Problem('unknown-session' if broken('one-code-for-all') else 'unknown-challenge')
    session = challenge['session']
    if not broken('answers-anywhere'):
        admit(session, headers)
    code = proof.get('code')
    if broken('codes-as-numbers') and isinstance(code, int):
        code = str(code)
    if broken('codes-with-spaces') and isinstance(code, str):
        code = code.replace(' ', '')
    if broken('any-digits') and isinstance(code, str):
        code = unicodedata.normalize('NFKC', code)
    if not isinstance(code, str) or not re.fullmatch('[0-9]{6}', code):
        if broken('counts-malformed'):
            failures[counter(session, name)] = failures.get(counter(session, name), 0) + 1
        raise Problem('bad-request')
    key_of = attempt if broken('attempts-of-all') else (name, attempt, code) if broken('attempts-by-code') else (name, attempt)
    earlier = verdicts.get(key_of)
    if earlier is None or broken('forgets-attempts'):
        earlier = verdicts[key_of] = judge(name, challenge, session, code)
    if broken('another-token-each-time') and earlier['status'] == 'verified':
        earlier = {**earlier, 'token': new_token(session)}
    return earlier


def phone_of(person):
    return person['phone'] if broken('compares-as-written') else mobile_number(person['phone'])


def name_of(person):
    return person['name'] if broken('compares-as-written') else same_name(person['name'])


def judge(name, challenge, session, code):
    learner, counted = session['learner'], counter(session, name)
    count, last = failures.get(counted, 0), last_steps.get(learner['ref'] if broken('used-per-ref') else phone_of(learner), 0)
    if session['passed'] and not broken('passes-again'):
        return {'status': 'expired'}
    if now >= challenge['ends']:
        if broken('late-is-wrong'):
            failures[counted] = count + 1
            return {'status': 'rejected', 'reason': 'wrong-code', 'attemptsLeft': TRIES - count - 1}
        return {'status': 'expired'}
    if is_locked(count) and not (broken('right-codes-unlock') and any(matching_step(one['secret'], code) for one in data['people'])):
        return {'status': 'locked', 'unlock': ['phone']}
    person = next((one for one in data['people'] if phone_of(one) == phone_of(learner)), None)
    if person is None or name_of(person) != name_of(learner):
        reason = 'cancelled' if person and broken('tells-people-apart') else 'mismatch'
        if broken('mismatches-cost'):
            failures[counted] = count = count + 1
        return {'status': 'rejected', 'reason': reason, 'attemptsLeft': TRIES - count}
    if broken('codes-of-anybody'):
        person = next((one for one in data['people'] if matching_step(one['secret'], code)), person)
    step = matching_step(person['secret'], code)
    if step is None:
        failures[counted] = count + 1
        return {'status': 'rejected', 'reason': 'wrong-code', 'attemptsLeft': TRIES if broken('hides-the-tries') else max(0, TRIES - count - 1)}
    overlap()
    if step <= last and not broken('accepts-used-codes'):
        if broken('used-codes-cost'):
            failures[counted] = count = count + 1
        return {'status': 'rejected', 'reason': 'wrong-code' if broken('used-is-wrong') else 'used-code', 'attemptsLeft': TRIES - count}
    last_steps[phone_of(learner)], session['passed'] = step, True
    if broken('used-per-ref'):
        last_steps[phone_of(learner)] = 0
        last_steps[learner['ref']] = step
    if not broken('keeps-counting'):
        failures[counted] = 0
    return {'status': 'verified', 'token': new_token(session), 'method': 'motp', 'expiresIn': now + TOKEN if broken('token-dates') else TOKEN}


def matching_step(secret, code):
    """The step whose code this is, one early and one late included (RFC 6238 section 5.2)."""
    shared = base64.b32decode(secret + '=' * (-len(secret) % 8))
    window = {'no-drift': (0,), 'five-steps-of-drift': range(-5, 6), 'nine-steps-back': (*range(-9, 0), 0, 1), 'two-steps-ahead': (0, -1, 1, 2)}
    for step in (now // PERIOD + drift for drift in window.get(FAULT, (0, -1, 1))):
        digest = hmac.new(shared, int(step).to_bytes(8, 'big'), hashlib.sha1).digest()
        start = digest[-1] & 15
        value = int.from_bytes(digest[start:start + 4], 'big') & 0x7FFFFFFF
        if hmac.compare_digest(f'{value % 10**6:06}', code):
            return step
    return None


def new_token(session):
    identity = new_id('vf', 'tokens-in-a-row', tokens)
    claims = {
        'iss': 'http://second.test/v1', 'aud': 'all' if broken('one-audience') else session['site']['id'],
        'sub': session['learner']['name'] if broken('names-as-subject') else session['learner']['ref'],
        'jti': identity, 'iat': int(now), 'exp': int(now) + (86400 if broken('tokens-for-a-day') else TOKEN),
    }
    if broken('names-in-tokens'):
        claims['learner'] = {'name': session['learner']['name']}
    if broken('numbers-in-tokens'):
        claims['phones'] = [mobile_number(session['learner']['phone'])]
    if broken('tokens-without-audience'):
        del claims['aud']
    token = key.token(claims, 'another' if broken('unknown-key') else key.public['kid'])
    if broken('bad-signatures'):
        token = token[:-6] + 'AAAAAA'
    tokens[token] = {'jti': identity, 'session': session, 'at': now, 'ends': now + TOKEN, 'used': False, 'key': None}
    return token


def move_clock(body, _headers):
    global now
    now += body['advance']
    return {'now': now}


# ---- HTTP

PAGES = {'/v1/challenge': ask, '/v1/verify': answer}
SITES = {'/v1/sessions': open_session, '/v1/siteverify': redeem}
POSTS = {**PAGES, **SITES, '/clock': move_clock}


class Handler(BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    wbufsize = -1  # one packet for head and body of a reply

    def do_POST(self):
        try:
            body = self.body()
            handle = POSTS.get(self.path)
            if handle is None and not broken('any-path'):
                raise Problem('bad-request')
            if handle is None:
                body, handle = None, ask
            with one_at_a_time:
                reply = {} if body is None else handle(body, self.headers)
            self.reply(200, reply)
        except Problem as problem:
            self.problem(problem.code)

    def do_GET(self):
        if self.path == '/v1/.well-known/jwks.json':
            secret = {'d': 'AQ'} if broken('private-keys') else {}
            self.reply(200, {'keys': [] if broken('no-keys') else [{**key.public, **secret}]}, 'application/jwk-set+json')
        elif not TERSE and self.path == '/v1/verify' and self.headers.get('content-type') == 'application/json' and not broken('refuses-early-preflights'):
            self.send_response(204)
            self.allow_page()
            self.end_headers()
        elif broken('takes-get'):
            self.reply(200, {})
        else:
            self.problem('bad-request')

    def do_OPTIONS(self):
        self.send_response(204)
        self.allow_page()
        self.send_header('access-control-allow-methods', 'POST')
        if not broken('no-allowed-headers'):
            self.send_header('access-control-allow-headers', '*' if TERSE else 'content-type')
        self.end_headers()

    def body(self):
        data = self.rfile.read(int(self.headers.get('content-length', 0)))
        if len(data) > (4 if broken('takes-four-kilobytes') else 16) * 1024 and not broken('takes-any-size'):
            raise Problem('too-large')
        if self.headers.get_content_type() != 'application/json' and not broken('any-type'):
            raise Problem('bad-request')
        if broken('refuses-charsets') and self.headers['content-type'] != 'application/json':
            raise Problem('bad-request')
        try:
            body = json.loads(data)
        except RecursionError:
            raise Problem('internal' if broken('deep-is-an-error') else 'bad-request') from None
        except ValueError:
            if broken('takes-broken-json'):
                return None
            raise Problem('bad-request') from None
        if not isinstance(body, dict):
            raise Problem('internal' if broken('only-objects') else 'bad-request')
        self.sent = data.decode(errors='replace')
        return body

    def allow_page(self, status=204):
        origin = self.headers.get('origin')
        known = any(origin in site['origins'] for site in data['sites'])
        silent = {
            'verdicts-without-cors': self.command == 'POST' and self.path == '/v1/verify' and status == 200,
            'challenges-without-cors': self.command == 'POST' and self.path == '/v1/challenge' and status == 200,
            'problems-without-cors': status >= 400,
        }
        paths = POSTS if broken('pages-call-site-routes') else PAGES
        if origin and self.path in paths and (known or broken('answers-any-preflight')) and not silent.get(FAULT):
            self.send_header('access-control-allow-origin', origin)
            if broken('allows-credentials'):
                self.send_header('access-control-allow-credentials', 'true')
        self.send_header('vary', 'origin')

    def problem(self, code):
        status = PROBLEMS[code]
        body = {'title': code.replace('-', ' '), 'status': status, 'code': code}
        if broken('problems-without-code'):
            del body['code']
        if broken('echoes'):
            body['detail'] = getattr(self, 'sent', '')[:500]
        if TERSE:
            body = {'title': 'No', 'status': status, 'code': code, 'type': 'about:blank', 'instance': '/problems/1'}
        kind = 'application/json' if broken('problems-as-json') else 'application/problem+json; charset=utf-8' if TERSE else 'application/problem+json'
        self.reply(400 if broken('always-400') else status, body, kind)

    def reply(self, status, body, kind='application/json'):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.allow_page(status)
        self.send_header('content-type', kind)
        self.send_header('content-length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        """Learners' data is not logged."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


server = Server(('127.0.0.1', 0), Handler)
print(f'http://127.0.0.1:{server.server_port}', flush=True)
server.serve_forever()
