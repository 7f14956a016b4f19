import type { RequestFacts } from '../evidence/evidence.js';
import { sealFacts } from '../personal-data/seal-evidence.js';
import type { DataKeys } from '../crypto/data-keys.js';
import { isEnded } from '../domain/gatekeeper.js';
import { outcomeOf } from '../methods/outcome-of.js';
import { learnerOf } from '../crypto/session-learner.js';
import type { Challenge, CheckResult, Pending, Session } from '../domain/model.js';
import type { Store } from '../store/store.js';
import type { CheckContext, RequestChange, RequestState } from '../store/methods.js';
import type { Vault } from '../crypto/vault.js';
import type { Destination, IdentityAnswer, IdentityKind, IdentityProvider } from './provider.js';
import { kindOf, startLimit } from './check-rules.js';
import { newRequestNumber } from './request-number.js';
import { isSamePerson } from './same-person.js';

/** The retry delay while a provider is down, in seconds. */
const retryIn = 30;
const troubled = { found: 'unavailable', retryIn } as const satisfies CheckResult;

/** The outcome of an identity check, for the page that the learner sees next. */
export type CheckOutcome = { status: 'done' | 'cancelled' | 'not-same-person' | 'unavailable' | 'refused' } & Partial<
  Pick<RequestState, 'session' | 'request'>
>;

/** Identity checks on a provider's page, from start to result. `now` is epoch milliseconds. */
export interface IdentityChecks {
  kinds: readonly IdentityKind[];
  provider: IdentityProvider;
  /** The URLs of the check with this ticket, for a popup and for a redirect of the page. */
  addresses(ticket: string): { url: string; redirect: string };
  /**
   * Starts a check as a new request and returns where to send the learner.
   * @throws when the provider cannot be reached; the gate then sees `unavailable`
   */
  start(checked: CheckContext, returnTo: string | null, now: number): Promise<Destination | 'too-many'>;
  /**
   * Processes the provider's answer to a request.
   * @throws likewise
   */
  finish(asked: RequestState, fields: Record<string, string>, witness: RequestFacts): Promise<CheckOutcome>;
  /** Ends a check without a result: the gate sees `unavailable`. */
  giveUp(challenge: Pick<Challenge, 'id'>): Promise<void>;
  /** The current result of a challenge's check. */
  result(challenge: Challenge, asked: { ip: string; session: Session }, now: number): Promise<CheckResult | Pending>;
}

/** `address` is the verifier's base URL; `carriersOff` are the mobile carriers that are switched off at a site. */
export function identityChecks(
  store: Store,
  vault: Vault,
  dataKeys: DataKeys,
  provider: IdentityProvider,
  address: string,
  carriersOff: (site: string) => Promise<readonly string[]>,
): IdentityChecks {
  const transaction = (answer: IdentityAnswer) => ('transaction' in answer ? answer.transaction : null);

  /** Settles a request with the provider's answer, inside the store's transaction. */
  const settle = async (session: Session, number: string, answer: IdentityAnswer, witness: RequestFacts) => {
    const off = await carriersOff(session.site);
    const facts = { ...witness, transaction: transaction(answer), upstream: 'code' in answer ? answer.code : null };
    return store.settleRequest(
      number,
      await sealFacts(facts, learnerOf(session, vault).ref, session, dataKeys),
      (records): RequestChange => {
        if (records.request.settled) return { audit: 'replayed' };
        if (isEnded(records, witness.at)) return { audit: 'late' };
        if (answer.said === 'foreign') return { audit: 'foreign-answer' };
        if (answer.said !== 'person') return { outcome: { found: 'cancelled', upstream: answer.code }, binds: [] };
        // an unknown carrier may be one that is off
        const { carrier } = answer.person;
        if (off.length > 0 && kindOf(records.challenge) === 'phone' && (!carrier || off.includes(carrier)))
          return {
            outcome: { ...troubled, upstream: 'carrier-off', transaction: answer.transaction },
            binds: [],
          };
        const ids = answer.person.ids.map(({ kind, value }) => ({ kind, hash: vault.hash(`identity ${kind}`, value) }));
        const same = isSamePerson(learnerOf(records.session, vault), answer.person, ids, records.known);
        return {
          outcome: {
            found: same ? 'match' : 'not-same-person',
            transaction: answer.transaction,
            ...(carrier && { carrier }),
          },
          binds: same ? ids : [],
        };
      },
    );
  };

  return {
    kinds: provider.kinds,
    provider,
    addresses: (ticket) => ({ url: `${address}/identity/${ticket}`, redirect: `${address}/identity/${ticket}` }),

    giveUp: ({ id }) => store.saveOutcome(id, troubled),

    async start({ challenge, session }, returnTo, now) {
      // counted before the request: each check of a provider may cost the institution money
      if ((await store.enter([{ name: vault.hash('rate of checks', challenge.id), ...startLimit }], now)) > 0)
        return 'too-many';
      const number = newRequestNumber();
      try {
        const { destination, memo } = await provider.start({
          number,
          kind: kindOf(challenge),
          learner: learnerOf(session, vault),
          callback: `${address}/identity/return/${number}`,
        });
        await store.openRequest({ number, challenge: challenge.id, memo: vault.seal(memo, number), returnTo });
        return destination;
      } catch (error) {
        await store.saveOutcome(challenge.id, troubled);
        throw error;
      }
    },

    async finish({ session, request, challenge }, fields, witness) {
      const { number } = request;
      // a settled request is not fetched again
      const answer: IdentityAnswer = request.settled
        ? { said: 'foreign' }
        : await provider
            .finish({ number, memo: vault.open(request.memo, number).toString(), fields })
            .catch(async (error: unknown) => {
              await store.saveOutcome(challenge.id, troubled);
              throw error;
            });
      const decision = await settle(session, number, answer, witness);
      if (!decision || 'audit' in decision) return { status: 'refused', session, request };
      const { found } = decision.outcome;
      return {
        status:
          found === 'match' ? 'done' : found === 'cancelled' || found === 'unavailable' ? found : 'not-same-person',
        session,
        request,
      };
    },

    async result(challenge, { ip, session }, now) {
      const result = outcomeOf(challenge);
      if (result.found !== 'pending' || !provider.ask) return result;
      for (const number of await store.openRequests(challenge.id)) {
        const answer = await provider.ask(number).catch(() => undefined);
        if (!answer) continue;
        const decision = await settle(session, number, answer, {
          at: now,
          ip,
          userAgent: null,
          upstream: null,
          transaction: null,
        });
        if (decision && 'outcome' in decision) return decision.outcome;
      }
      return result;
    },
  };
}
