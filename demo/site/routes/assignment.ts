import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkpointAt } from '../course.js';
import type { Gate } from '../gate.js';
import type { RequireVerification } from '../require-verification.js';
import { loginOf, requireLogin } from '../login-cookie.js';
import type { LearningRecords } from '../learning-records.js';
import { render } from '../render.js';

/** Bytes. */
const LARGEST_FILE = 5 * 1024 * 1024;
const LARGEST_TEXT = 64 * 1024;

/** The assignment: its form is open, submitting it requires verification. */
export async function assignment(
  site: FastifyInstance,
  {
    records,
    requireVerification,
    gate,
  }: { records: LearningRecords; requireVerification: RequireVerification; gate: Pick<Gate, 'endEntry'> },
) {
  await site.register(multipart, { limits: { fileSize: LARGEST_FILE, files: 1, fields: 1, fieldSize: LARGEST_TEXT } });
  site.addHook('onRequest', requireLogin);

  site.get('/assignment', async (request, reply) =>
    render(request, reply, 'assignment', { saved: records.assignment(loginOf(request).learner.ref) }),
  );

  site.get('/assignment/file', async (request, reply) => {
    const file = records.assignmentFile(loginOf(request).learner.ref);
    if (!file) return reply.callNotFound();
    // a download, never a page of this site even if it is HTML
    return reply
      .type('application/octet-stream')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .send(file.bytes);
  });

  site.post('/assignment', async (request, reply) => {
    const login = loginOf(request);
    const { ref } = login.learner;
    const checkpoint = checkpointAt('assignment')!;
    const { text, file } = await read(request);
    // saved before verification, so that a check that is still due loses nothing
    records.saveAssignment(ref, text, file);
    if (!(await requireVerification(request, reply, checkpoint))) return reply;
    records.submitAssignment(ref);
    gate.endEntry(login, checkpoint);
    return reply.redirect('/assignment', 303);
  });
}

async function read(request: FastifyRequest) {
  let text = '';
  let file: { name: string; bytes: Buffer } | undefined;
  for await (const part of request.parts()) {
    if (part.type === 'field') text = String(part.value);
    else {
      const bytes = await part.toBuffer();
      // browsers send a file without a name when none was chosen
      if (part.filename) file = { name: part.filename, bytes };
    }
  }
  return { text, file };
}
