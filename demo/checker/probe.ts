import type { ProblemCode } from 'mo-otp-gate/contract';
import type { VerifierClock } from './verifier-clock.js';
import type { Settings } from './settings.js';
import { createTestContext } from './test-context.js';
import type { Reply } from './wire.js';

/**
 * Tries the settings with one session and one challenge. Returns a sentence that names the setting to be corrected, or
 * undefined where the cases may run. Faults of the verifier are for the cases to find.
 */
export async function wrongSetting(settings: Settings, verifierClock: VerifierClock): Promise<string | undefined> {
  const { verifier, checkpoint, origins, learners } = settings;
  const { postSession, postChallenge, nextLearner, postVerify } = createTestContext(settings, verifierClock);
  try {
    const opened = await postSession(nextLearner().learner);
    const code = codeOf(opened);
    if (code === 'unknown-session') return '--secret is not the secret of a site that this verifier knows';
    if (code === 'bad-request')
      return `${verifier} refuses an ordinary session with bad-request: ${JSON.stringify(opened.body)}. Is that the whole base address, version included, as in https://otp.example/v1?`;
    if (opened.status === 404 || typeof opened.body !== 'object' || opened.body === null)
      return `${verifier} is not the base address of a verifier: POST ${verifier}/sessions is answered with ${opened.status} and no JSON. The version belongs to the address, as in https://otp.example/v1`;
    const { required, session } = opened.body as { required?: boolean; session?: string };
    if (required === false)
      return `--checkpoint ${checkpoint}: this verifier does not verify that kind at every entry; name a kind that it does`;
    if (session === undefined) return undefined;
    for (const origin of origins) {
      const asked = await postChallenge(session, { origin });
      if (codeOf(asked) === 'forbidden-origin') return `--origin ${origin} is not registered for the site of --secret`;
      const { id } = asked.body as { id?: string };
      if (id === undefined) continue;
      const answered = (await postVerify(id, '0'.repeat(learners[0]!.otpauth.digits), undefined, { origin })).body;
      if ((answered as { reason?: string }).reason === 'mismatch')
        return `--learners: this verifier has no phone app of ${learners[0]!.name} with that phone`;
    }
    return undefined;
  } catch (error) {
    const { message, cause } = error as Error;
    return `nothing answers at ${verifier}: ${cause instanceof Error ? cause.message : message}`;
  }
}

const codeOf = ({ body }: Reply) => (body as { code?: ProblemCode } | null)?.code;
