/**
 * The two calls to the verifier. Mistakes they avoid:
 * - the site's secret in a page: it stays in this process, and goes to the verifier alone (no redirect is followed with it)
 * - waiting for ever: five seconds, then the learner is told that no check can be made now
 * - taking somebody else's token: learner and checkpoint are compared, not only `success`
 */
const { env } = process; // VERIFIER_URL, as https://otp.example/v1, and SITE_SECRET

async function ask(path, question) {
  const reply = await fetch(env.VERIFIER_URL + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${env.SITE_SECRET}` },
    body: JSON.stringify(question),
    redirect: 'error',
    signal: AbortSignal.timeout(5000),
  });
  if (!reply.ok) throw new Error(`the verifier answered ${reply.status}`);
  return reply.json();
}

/** Says where a learner is about to go. Answers `{ required: true, session }` or `{ required: false }`, for the page as it is. */
export const openSession = (learner, checkpoint, origin) => ask('/sessions', { learner, checkpoint, origin });

/** True once, and only for this learner and this checkpoint. */
export async function redeem(token, learner, checkpoint) {
  const result = await ask('/siteverify', { token });
  const same = (name) => result.checkpoint[name] === checkpoint[name];
  return result.success && result.learner.ref === learner.ref && ['kind', 'course', 'class', 'number'].every(same);
}
