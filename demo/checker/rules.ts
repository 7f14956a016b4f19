/**
 * The rules of the wire that a case can try, by their numbers in `demo/docs/wire.md`, which has the same sentences. A
 * number stays with its rule: a rule that is withdrawn leaves its number unused.
 */
export interface Rule {
  /** The normative sentence (RFC 2119). */
  says: string;
  /** The cases that try it, as `topic: promise`. */
  cases: string[];
}

const all = (topic: string, ...promises: string[]) => promises.map((promise) => `${topic}: ${promise}`);

export const rules: Record<string, Rule> = {
  // ---- requests and replies
  R1: {
    says: 'A request body MUST be a JSON object of `Content-Type: application/json`, with or without a `charset` of UTF-8; any other body MUST be refused with `bad-request`.',
    cases: all(
      'bodies',
      'an empty body',
      'truncated JSON',
      'HTML',
      'an array',
      'null',
      'a string',
      'text/plain',
      'a URL-encoded form',
      'a charset of UTF-8 is accepted',
    ),
  },
  R2: {
    says: 'A body of up to 8 KB MUST be read; a body of more than 16 KB MUST be refused with `too-large`.',
    cases: all('bodies', 'more than 16 KB', 'a body of 8 KB is accepted'),
  },
  R3: {
    says: 'Unknown members of a request MUST be ignored.',
    cases: [
      'sessions: unknown members are ignored',
      'challenges: unknown members are ignored',
      'answers: unknown members are ignored',
    ],
  },
  R4: {
    says: 'A reply that is not 2xx MUST be `application/problem+json` (RFC 9457) with `title`, `status` and a `code` of the table of problems, under the HTTP status of that code.',
    cases: [
      ...all('bodies', 'GET is refused', 'an unknown path is refused'),
      'challenges: a malformed request is refused',
      'tokens: a malformed request is refused',
    ],
  },
  R5: {
    says: 'No request, however formed, leads to a reply of 5xx; a 5xx MUST mean that the verifier is in trouble.',
    cases: [
      'bodies: a body nested 7,000 levels deep is no server error',
      'challenges: odd session ids are unknown or refused, never a server error',
    ],
  },
  R6: {
    says: 'A problem MUST NOT repeat what the request contained.',
    cases: ['bodies: a problem does not echo the request'],
  },
  R7: {
    says: '`expiresIn` and `retryIn` MUST be durations in seconds, not dates.',
    cases: [
      'sessions: expiresIn is a duration, not a date',
      'answers: expiresIn of a token is a duration, not a date',
      'tokens: a grant ends after a duration, not at a date',
    ],
  },
  R8: {
    says: 'Ids of sessions, challenges and tokens MUST be unique and MUST NOT be guessable: at least 80 random bits each.',
    cases: [
      'sessions: session ids are unique and do not follow from each other',
      'challenges: a session may request several challenges',
      'keys: token ids are unique and do not follow from each other',
    ],
  },

  // ---- sessions, requested by the site's server
  S1: {
    says: '`/sessions` and `/siteverify` MUST refuse a request without the secret of a site as a bearer token, compared in full, with `unknown-session`.',
    cases: [
      ...all('sessions', 'without a site secret no session is opened', 'an unknown site secret opens no session'),
      'tokens: redeeming needs the site’s secret',
    ],
  },
  S2: {
    says: 'For a checkpoint that is due, `/sessions` MUST answer `required: true` with a session.',
    cases: ['sessions: a site opens a session'],
  },
  S3: {
    says: 'Texts of up to the length in the table of members MUST be accepted, longer, empty and missing ones MUST be refused with `bad-request`.',
    cases: all(
      'sessions',
      'texts of the longest length are accepted',
      'longer texts open no session',
      'an incomplete learner opens no session',
      'an invalid checkpoint opens no session',
    ),
  },
  S4: {
    says: 'A `phone` that is no Korean mobile number in any spelling MUST be refused with `bad-request`.',
    cases: ['sessions: a phone other than a mobile number opens no session'],
  },
  S5: {
    says: 'Text that is not valid UTF-8, or that holds U+FFFD, MUST be refused with `bad-request`.',
    cases: ['sessions: text that is not UTF-8 opens no session'],
  },
  S6: {
    says: 'An `origin` that is not registered for the site MUST be refused with `forbidden-origin`.',
    cases: ['sessions: an unregistered origin opens no session'],
  },
  S7: {
    says: '`methods` MUST restrict the offers of the session to those that it names.',
    cases: ['sessions: methods narrows the offers'],
  },
  S8: {
    says: 'A request with `dry: true` MUST be judged like any other and MUST NOT open a session. A verifier MAY ignore `dry`.',
    cases: all(
      'sessions',
      'a dry request says whether verification is due and opens no session',
      'a dry request is refused like any other',
    ),
  },
  S9: {
    says: 'A reply MAY carry a `preview`. It MUST agree with the challenge that follows and MUST NOT contain anything personal.',
    cases: ['sessions: a preview is the first challenge, without anything personal or made for one challenge'],
  },
  S10: {
    says: 'A session MUST end after its `expiresIn`; then `/challenge` answers `unknown-session`.',
    cases: ['expiry: a session'],
  },

  // ---- pages
  P1: {
    says: '`/challenge` and `/verify` MUST answer the preflight of a registered origin with that origin and with `Content-Type` among the allowed headers.',
    cases: ['preflights: the site’s pages may post JSON'],
  },
  P2: {
    says: 'Every reply of `/challenge` and `/verify` to a registered origin, problems included, MUST allow that origin to read it.',
    cases: all('preflights', 'the page can read replies', 'the page can read verdicts', 'the page can read problems'),
  },
  P3: {
    says: 'Other origins, `/sessions` and `/siteverify` MUST NOT be allowed by CORS, and credentials never.',
    cases: all(
      'preflights',
      'pages of other origins may not',
      'credentials are not allowed',
      'pages may not call the site’s endpoints',
    ),
  },
  P4: {
    says: 'A request whose `Origin` is not registered for the session’s site MUST be refused with `forbidden-origin` and MUST NOT count; origins are compared exactly.',
    cases: all(
      'origins',
      'another origin gets no challenge',
      'origins are compared exactly',
      'another origin cannot submit a code, nor use up a try',
      'a page of another site gets no challenge',
    ),
  },
  P5: {
    says: 'A session with an `origin` MUST work from that origin only, another from every origin of its site.',
    cases: all(
      'origins',
      'a session bound to an origin works from it',
      'a session bound to an origin works from no other origin of its site',
      'an unbound session works from every origin of its site',
    ),
  },
  P6: {
    says: 'A verifier that sends previews MUST answer `GET /verify` with `Content-Type: application/json` by 204 and the headers of P2.',
    cases: ['preflights: after a preview a page may make the preflight of its answer early'],
  },

  // ---- challenges
  C1: {
    says: 'Without `method` a challenge MUST be for the first of its `offers`.',
    cases: ['challenges: without a method the first offer is used'],
  },
  C2: {
    says: 'A method that is not offered or not known MUST be refused with `unsupported-method`.',
    cases: ['challenges: an unknown method is unsupported'],
  },
  C3: {
    says: 'An unknown or passed session MUST be answered with `unknown-session`.',
    cases: ['challenges: a made-up session id is unknown', 'single use: a passed session answers no further challenge'],
  },
  C4: {
    says: 'A learner without failures MUST have five tries.',
    cases: ['challenges: a session leads to a challenge with five tries'],
  },
  C5: {
    says: 'A session MAY request any number of challenges; earlier ones MUST stay answerable until they end.',
    cases: ['challenges: an earlier challenge of the session still accepts its answer'],
  },
  C6: {
    says: 'A challenge MUST show the checkpoint’s `kind`, and `title` and `number` as the site sent them.',
    cases: ['challenges: it names the checkpoint'],
  },
  C7: {
    says: 'A challenge MUST NOT end later than its session, MUST be answerable until it ends, and MUST be answered with `expired` afterwards, at no cost.',
    cases: [
      'challenges: it expires after a duration, no later than its session',
      'expiry: a challenge',
      'expiry: a challenge is valid until then',
    ],
  },
  C8: {
    says: '`time` MUST be the verifier’s clock in epoch milliseconds.',
    cases: all(
      'challenges',
      'it carries the verifier’s time in milliseconds',
      'its time goes with the verifier’s clock',
    ),
  },
  C9: {
    says: 'A challenge MUST NOT disclose whether its learner has a registered app.',
    cases: ['people: a challenge does not disclose whether a person is registered'],
  },

  // ---- answers
  A1: {
    says: 'The code of the current time step, and of one step before or after it (RFC 6238 §5.2), MUST be answered with `verified` and a token.',
    cases: all('answers', 'the right code gives a token', 'the code of the time step before or after is right'),
  },
  A2: {
    says: 'Codes of any other time step MUST be wrong.',
    cases: [
      ...all('answers', 'the code of an hour ago is wrong', 'a code two or more time steps off is wrong'),
      'expiry: a code, after ten minutes',
    ],
  },
  A3: {
    says: 'A wrong code MUST be answered with `rejected`, `wrong-code` and the tries that are left: 4, 3, 2, 1, 0.',
    cases: ['answers: a wrong code leaves four tries', 'locks: five wrong codes count down to zero'],
  },
  A4: {
    says: 'A `code` other than ASCII digits in the number of `params.digits` MUST be refused with `bad-request` and MUST NOT cost a try.',
    cases: all(
      'answers',
      'a malformed code is refused and costs no try',
      'a malformed request is refused and costs no try',
    ),
  },
  A5: {
    says: 'An unknown challenge MUST be answered with `unknown-challenge`.',
    cases: ['answers: a made-up challenge id is unknown'],
  },
  A6: {
    says: 'A code MUST be accepted once for a phone, whatever session, `ref` or moment it comes from; a used one is answered with `used-code` and costs no try.',
    cases: all(
      'single use',
      'a used code is refused in a new session and costs no try',
      'a used code is used for every learner with that phone',
      'ten concurrent submissions of one right code are accepted once',
      'one right code in five concurrent sessions is accepted once',
    ),
  },
  A7: {
    says: 'A session MUST give one token; its further challenges are answered with `expired`.',
    cases: all(
      'single use',
      'a passed challenge gives no second token',
      'an earlier challenge of a passed session has expired',
      'a passed session gives no second token',
    ),
  },
  A8: {
    says: 'A repeated `attempt` of a challenge MUST be answered with the first verdict and the same token, and MUST NOT count again.',
    cases: all(
      'attempts',
      'repeating the attempt of a wrong code costs one try',
      'repeating the attempt of a right code gives a token that redeems once',
      'ten concurrent repetitions of one attempt count once',
      'another code under the same attempt keeps the first verdict',
      'an attempt keeps its verdict after newer challenges',
      'an attempt id is scoped to its challenge',
    ),
  },

  // ---- locks
  L1: {
    says: 'The fifth wrong code in a row MUST lock the learner. It is answered with `rejected` and `attemptsLeft: 0`; every later code and challenge with `locked`.',
    cases: all(
      'locks',
      'the sixth attempt is locked',
      'a right code does not open a lock',
      'a locked learner gets no challenge',
      'twelve concurrent guesses use five tries',
    ),
  },
  L2: {
    says: 'Wrong codes MUST be counted by site and `ref`, across challenges and sessions, until a right code.',
    cases: all(
      'locks',
      'new challenges do not reset the tries',
      'new sessions do not reset the tries',
      'a right code resets the tries',
      'a lock concerns one learner only',
    ),
  },
  L3: {
    says: 'A lock MUST NOT be disclosed to another origin.',
    cases: ['locks: a lock is not disclosed to another origin'],
  },

  // ---- people
  N1: {
    says: 'Another name for a registered phone and a phone that is not registered MUST get the same reply, `mismatch`, which costs no try.',
    cases: all(
      'people',
      'an unknown phone and a phone under another name get the same answer',
      'both are a mismatch, which costs no try',
    ),
  },
  N2: {
    says: 'Names and numbers MUST be compared by the rule of the endpoint page: spelling plays no part, every letter does.',
    cases: all('people', 'another spelling of name and number is the same person', 'a letter more is another person'),
  },
  N3: {
    says: 'A learner MUST be verified by the codes of the own phone only, and a token MUST name that learner.',
    cases: all(
      'people',
      'one learner’s code is wrong for another learner',
      'tokens issued concurrently name their own learner',
    ),
  },

  // ---- tokens
  T1: {
    says: '`/siteverify` MUST answer a token with learner, checkpoint and origin as the site sent them, the method, and the time of the verification with a time zone.',
    cases: all(
      'tokens',
      'redeeming returns learner, checkpoint, method and origin',
      'a birth date is returned as it was sent',
      'any Unicode text in a ref is returned unchanged',
    ),
  },
  T2: {
    says: 'A token MUST be redeemed once, by its own site, before it ends; otherwise the answer is `used`, `invalid` or `expired`, and nothing is spent.',
    cases: [
      ...all(
        'tokens',
        'a second redemption is refused as used',
        'ten concurrent redemptions succeed once',
        'another site cannot redeem or spend a token',
      ),
      'expiry: a token',
    ],
  },
  T3: {
    says: 'A token that the verifier has not signed MUST be `invalid`.',
    cases: all('tokens', 'a malformed token is invalid', 'an altered token is invalid', 'an unsigned token is invalid'),
  },
  T4: {
    says: 'A `grant` of a checkpoint that is verified at every entry MUST have the scope `entry`. A verifier MAY leave `grant` out.',
    cases: ['tokens: an entry that is verified every time is granted once'],
  },
  T5: {
    says: 'A token MUST be a JWS that a public key of `GET /.well-known/jwks.json` verifies, named by `kid`; the set MUST NOT contain a secret.',
    cases: all(
      'keys',
      'the key set contains public keys only',
      'a token verifies offline against the key set',
      'a token names its signing key',
    ),
  },
  T6: {
    says: 'Its claims MUST be `iss`, `sub` (the `ref`), `aud`, `jti`, `iat` and an `exp` of `expiresIn` seconds later; each site MUST have an `aud` of its own.',
    cases: all('keys', 'a token carries its id, site and expiry', 'each site has an audience of its own'),
  },
  T7: {
    says: 'A token MUST NOT contain name or phone in any spelling: learners’ browsers and logs of proxies see it.',
    cases: ['keys: a token contains neither name nor phone'],
  },
  T8: {
    says: 'A redemption repeated with its `idempotencyKey` MUST be answered as before; a key that the site has used for another token MUST be refused with `bad-request`, and nothing is spent. A verifier MAY ignore `idempotencyKey`.',
    cases: all(
      'tokens',
      'a redemption repeated with its idempotency key succeeds again, another one does not',
      'an idempotency key of another token is refused, and spends nothing',
    ),
  },
};

/** The number of the rule that a case tries. */
export const ruleOf = (name: string): string =>
  Object.entries(rules).find(([, { cases }]) => cases.includes(name))?.[0] ?? '';
