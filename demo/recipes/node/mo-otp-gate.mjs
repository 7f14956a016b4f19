/**
 * The site's half of mo-otp-gate for Node 20 and later, for any framework: functions only, nothing happens on import.
 * `grants` is an array in the login's session on the server; learner and checkpoint come from the login and the URL,
 * never from what a browser sent. What fails goes to `console.error` with its cause, without personal data.
 */

/** The verifier failed, or its reply is none. Answer 503, admit no one; the cause is in the log already. */
export class MoOtpUnavailable extends Error {}

const kindOfDay = ['kind', 'course', 'class'];
const place = [...kindOfDay, 'number'];
const same = (one, other, names) => names.every((name) => one[name] === other[name]);
/** For verifiers that answer no grant, and for entries that are only observed. */
const defaultGrant = { scope: 'entry', expiresIn: 14400 };

/**
 * `verifier` with its version, `https://otp.example/v1`; `timeout` in milliseconds; `observe`: lets everyone in, and
 * the log says whom it would have refused.
 */
export function moOtpGate({ verifier, secret, origin, timeout = 5000, observe = false, log = console.error }) {
  const base = String(verifier).replace(/\/+$/, '');

  function fail(cause) {
    const line = cause.replace(/\s+/g, ' ');
    log(`mo-otp-gate: ${line}`);
    throw new MoOtpUnavailable(line);
  }

  const granted = (grants, checkpoint) =>
    grants.some(
      (one) =>
        one.endsAt > Date.now() &&
        (observe || !one.observed) && // what was only observed admits no longer once the site decides
        same(one, checkpoint, one.scope === 'day' ? kindOfDay : place),
    );

  function addGrant(grants, checkpoint, { scope, expiresIn }, outcome) {
    grants.push({ ...checkpoint, scope, endsAt: Date.now() + expiresIn * 1000, observed: outcome !== 'verified' });
    if (observe) log(`mo-otp-gate: observed=${outcome} kind=${checkpoint.kind}`);
  }

  function refuse(cause) {
    log(`mo-otp-gate: a token was refused: ${cause}`);
    return false;
  }

  async function post(path, body, known) {
    if (!/^https?:\/\/[^/]/.test(base)) fail('VERIFIER_URL is no address such as https://otp.example/v1');
    if (!secret) fail('SITE_SECRET is not set');
    const text = JSON.stringify(body);
    if (text.includes('\ufffd')) fail('encoding: a text holds U+FFFD; it was not UTF-8 where it was read');
    let reply;
    try {
      reply = await fetch(base + path, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${secret.trim()}` },
        body: text,
        redirect: 'error', // the secret goes to the verifier and nowhere else
        signal: AbortSignal.timeout(timeout),
      });
    } catch (error) {
      fail(`${path}: ${causeOf(error, timeout)}`);
    }
    const value = await reply.json().catch(() => undefined);
    if (reply.status !== 200) {
      const { code = 'no problem code', detail, title = '' } = value ?? {};
      fail(
        `${path} replied ${reply.status} ${code}: ${detail ?? title}${hints[reply.status] ?? ''}${requestOf(reply)}`,
      );
    }
    if (typeof value?.[known] !== 'boolean') fail(`${path} replied 200 without ${known}${requestOf(reply)}`);
    return value;
  }

  async function admit(grants, learner, checkpoint) {
    if (granted(grants, checkpoint)) return true;
    return !(await post('/sessions', { learner, checkpoint, dry: true }, 'required')).required;
  }

  async function open(grants, learner, checkpoint) {
    if (granted(grants, checkpoint)) return { required: false };
    const { required, session, preview } = await post('/sessions', { learner, checkpoint, origin }, 'required');
    return required ? { required, session, preview, ...(observe && { observe }) } : { required };
  }

  /** The value, or `instead` where the verifier fails while it is only observed. */
  const observing = (value, instead) =>
    value.catch((error) => {
      if (!observe || !(error instanceof MoOtpUnavailable)) throw error;
      return instead;
    });

  return {
    /** First line of every gated page. On false, answer 403 with a page that has the gated link. */
    async mayEnter(grants, learner, checkpoint) {
      const admitted = await observing(admit(grants, learner, checkpoint));
      if (admitted || !observe) return admitted;
      // one line an entry: the grant covers reloads, as a verified one does
      addGrant(grants, checkpoint, defaultGrant, admitted === undefined ? 'unavailable' : 'refused');
      return true;
    },

    /** GET of the endpoint: `{ required: false }`, or true with the session and the preview that the page may have. */
    openGate: (grants, learner, checkpoint) => observing(open(grants, learner, checkpoint), { required: false }),

    /** POST of the endpoint: whether the token admits this learner to this checkpoint. It works once. */
    async redeem(grants, token, learner, checkpoint) {
      const result = await post('/siteverify', { token }, 'success');
      if (!result.success) return refuse(result.error);
      if (result.learner.ref !== learner.ref) return refuse('another learner');
      if (!same(result.checkpoint, checkpoint, place)) return refuse('another checkpoint');
      addGrant(grants, checkpoint, result.grant ?? defaultGrant, 'verified');
      return true;
    },

    /** When the learner submits an exam or an assignment: the next entry is verified again. */
    endEntry(grants, checkpoint) {
      const left = grants.filter((one) => one.scope !== 'entry' || !same(one, checkpoint, place));
      grants.splice(0, grants.length, ...left);
    },
  };
}

const hints = {
  401: ' (is SITE_SECRET the secret of this site?)',
  403: ' (is SITE_ORIGIN an origin that is registered for this site?)',
  404: ' (does VERIFIER_URL end with its version, /v1?)',
};

/** The verifier's id of the request, which its own log has too. */
function requestOf(reply) {
  const id = reply.headers.get('x-request-id');
  return id ? ` (request ${id})` : '';
}

function causeOf(error, timeout) {
  if (error.name === 'TimeoutError') return `time-out after ${timeout / 1000} s`;
  const code = error.cause?.code ?? error.code ?? '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `DNS: the name of the verifier is unknown (${code})`;
  if (code === 'ECONNREFUSED') return 'refused connection: nothing listens there, or a firewall is between';
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ISSUER/.test(code))
    return `TLS: the certificate is not trusted; is a CA missing (NODE_EXTRA_CA_CERTS)? (${code})`;
  if (/SSL|TLS|EPROTO/.test(code)) return `TLS: no common version (${code})`;
  return `${error.cause?.message ?? error.message}`;
}
