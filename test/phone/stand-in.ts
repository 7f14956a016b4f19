/** A small device registry that speaks the device wire, written from its description with node's own crypto: nothing of the app is in it. */
import { createHmac, randomBytes } from 'node:crypto';
import cors from '@fastify/cors';
import Fastify from 'fastify';

interface Registered {
  phone: string;
  secret: Buffer;
  failures: number;
  replaced: boolean;
  verdicts: Map<string, object>;
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base32 = (bytes: Buffer) =>
  (Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('').match(/.{5}/g) ?? []).map((bits) => BASE32[parseInt(bits, 2)]).join('');

export async function startStandIn() {
  const codes = new Map<string, { phone: string; code: string; left: number }>();
  const devices = new Map<string, Registered>();
  const server = Fastify();
  const standIn = {
    address: '',
    /** Where SMS go: the phone's server. */
    deliver: async (_message: { to: string; text: string }) => {},
    /** Milliseconds that this verifier's clock is ahead of the machine's. */
    ahead: 0,
    /** Answers with an outage while set. */
    down: false,
    /** How often a PIN was judged. */
    judged: 0,
    devices,
    latest: () => [...devices.values()].at(-1)!,
    stop: () => server.close(),
  };
  const now = () => Date.now() + standIn.ahead;

  await server.register(cors, { origin: true, methods: ['POST'] });
  server.addHook('onRequest', async (request, reply) => {
    if (standIn.down && request.method === 'POST') await reply.code(503).send({ code: 'maintenance' });
  });

  server.post<{ Body: { name: string; phone: string } }>('/v1/devices/codes', async ({ body }) => {
    const registration = `rg_${randomBytes(9).toString('base64url')}`;
    const code = String(randomBytes(4).readUInt32BE() % 1_000_000).padStart(6, '0');
    codes.set(registration, { phone: body.phone, code, left: 5 });
    await standIn.deliver({ to: body.phone, text: `[mOTP] 인증번호 ${code} 를 넣어 주세요.` });
    return { status: 'sent', registration, expiresIn: 180 };
  });

  server.post<{ Body: { registration: string; code: string } }>('/v1/devices', async ({ body }) => {
    const waiting = codes.get(body.registration);
    if (!waiting) return { status: 'expired' };
    if (waiting.code !== body.code) return { status: 'rejected', attemptsLeft: --waiting.left };
    codes.delete(body.registration);
    for (const other of devices.values()) if (other.phone === waiting.phone) other.replaced = true;
    const device = `dv_${randomBytes(9).toString('base64url')}`;
    const secret = randomBytes(20);
    devices.set(device, { phone: waiting.phone, secret, failures: 0, replaced: false, verdicts: new Map() });
    const otpauth = `otpauth://totp/mOTP:${encodeURIComponent('홍길동')}?secret=${base32(secret)}&issuer=mOTP&algorithm=SHA1&digits=6&period=60`;
    return { status: 'registered', device, otpauth, time: now() };
  });

  server.post<{ Body: { device: string; attempt: string; proof: string } }>('/v1/devices/unlock', async ({ body: { device, attempt, proof } }, reply) => {
    const known = devices.get(device);
    if (!known || attempt.length < 16) return reply.code(400).send({ code: 'bad-request' });
    if (known.replaced) return { status: 'replaced' };
    const before = known.verdicts.get(attempt);
    if (before) return before;
    if (known.failures >= 5) return { status: 'locked' };
    standIn.judged++;
    const right = createHmac('sha256', known.secret).update(`mo-otp-gate unlock ${attempt}`).digest('hex') === proof;
    if (right) known.failures = 0;
    const verdict = right ? { status: 'unlocked', time: now() } : { status: 'rejected', attemptsLeft: 5 - ++known.failures };
    known.verdicts.set(attempt, verdict);
    return verdict;
  });

  const { port } = new URL(await server.listen({ port: 0, host: 'localhost' }));
  standIn.address = `http://localhost:${port}/v1`;
  return standIn;
}

export type StandIn = Awaited<ReturnType<typeof startStandIn>>;
