import type { FastifyInstance } from 'fastify';
import { methods } from 'mo-otp-gate/contract';
import { z } from 'zod';
import { render } from '../render.js';
import { themes } from '../theming/themes.js';

/** The reply of `GET /test-mode`. */
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

/** The playground: the gate with every attribute and every session of the verifier's test mode. */
export async function playground(
  site: FastifyInstance,
  { verifier, timeoutMs }: { verifier: string; timeoutMs: number },
) {
  site.get('/playground', async (request, reply) => {
    const all = await testSessions();
    const sessions = [...new Set(all.map(group))].map((name) => [name, all.filter((one) => group(one) === name)]);
    return render(request, reply, 'playground', { sessions, themes, methods: Object.keys(methods) });
  });

  /** Empty if the verifier is unreachable or not in test mode; the page says so. */
  async function testSessions() {
    try {
      const reply = await fetch(`${verifier}/test-mode`, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
      return TestMode.parse(await reply.json()).sessions.filter(({ inPage }) => inPage);
    } catch {
      return [];
    }
  }
}
