import type { FastifyInstance } from 'fastify';
import { mobileNumber, mobileNumberHint } from '../../../identity/mobile-number.js';
import { addressGroup } from '../../http/client-address.js';
import { label } from '../../http/request-labels.js';
import { admitPhone } from '../../http/session-origins.js';
import { tooManyRequests } from '../../http/problem.js';
import type { VerifierDependencies } from '../../http/dependencies.js';
import {
  CodeRequest,
  RegisterRequest,
  UnlockRequest,
  type CodeReply,
  type RegisterReply,
  type UnlockReply,
} from './wire.js';

const Code = CodeRequest.extend({
  phone: CodeRequest.shape.phone.refine((phone) => mobileNumber(phone) !== undefined, mobileNumberHint),
});

/** `POST /devices…`: the phone app's requests to our own registry. */
export function deviceRoutes(
  app: FastifyInstance,
  { devices, clock, phoneOrigins, limiter }: VerifierDependencies,
): void {
  app.addHook('onRequest', async (request) => admitPhone(request, phoneOrigins));
  app.addHook('preHandler', (request) => limiter.admit(request, undefined, 'phones'));

  app.post('/codes', async (request): Promise<CodeReply> => {
    const network = addressGroup(request.ip);
    const sent = await devices.sendCode({ ...Code.parse(request.body), network }, clock.now());
    if (sent.alarm) label(request, { alarm: 'sms' });
    if ('wait' in sent) throw tooManyRequests('Too many messages to this number', sent.wait * 1000);
    return sent.reply;
  });

  app.post('', async (request): Promise<RegisterReply> => {
    const { registration, code } = RegisterRequest.parse(request.body);
    return devices.register(registration, code, clock.now());
  });

  app.post('/unlock', async (request): Promise<UnlockReply> => {
    const { device, attempt, proof } = UnlockRequest.parse(request.body);
    return devices.unlock(device, attempt, proof, clock.now());
  });
}
