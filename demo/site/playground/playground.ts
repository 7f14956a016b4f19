import type { FastifyInstance } from 'fastify';
import { methods } from 'mo-otp-gate/contract';
import { z } from 'zod';
import { show } from '../show.js';
import { themes } from '../theming/themes.js';

/** What a verifier in test mode says of itself. */
const TestMode = z.object({
  sessions: z.array(z.object({ session: z.string(), title: z.string(), inPage: z.boolean() })),
});

const groups: Record<string, string> = {
  verified: '통과',
  rejected: '거절',
  challenge: '질문 대신',
  verify: '답할 때',
};
const group = ({ session }: { session: string }) => groups[session.split('_')[1] ?? ''] ?? '다른 판정';

/** The page on which the gate can be tried with every attribute and every session of the verifier's test mode. */
export async function playground(
  site: FastifyInstance,
  { verifier, patience }: { verifier: string; patience: number },
) {
  site.get('/playground', async (request, reply) => {
    const all = await testSessions();
    const sessions = [...new Set(all.map(group))].map((name) => [name, all.filter((one) => group(one) === name)]);
    return show(request, reply, 'playground', { sessions, themes, methods: Object.keys(methods) });
  });

  /** None where the verifier is not in test mode, or is not to be had: the page says so. */
  async function testSessions() {
    try {
      const reply = await fetch(`${verifier}/test-mode`, { redirect: 'error', signal: AbortSignal.timeout(patience) });
      return TestMode.parse(await reply.json()).sessions.filter(({ inPage }) => inPage);
    } catch {
      return [];
    }
  }
}
