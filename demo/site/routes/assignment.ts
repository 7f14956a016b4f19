import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkpointAt } from '../course.js';
import type { LetIn } from '../guard.js';
import { loginOf, requireLogin } from '../login-cookie.js';
import type { Records } from '../records.js';
import { show } from '../show.js';

/** Bytes. */
const LARGEST_FILE = 5 * 1024 * 1024;
const LARGEST_TEXT = 64 * 1024;

/** The assignment: its form is open to look at, handing it in is checked. */
export async function assignment(site: FastifyInstance, { records, letIn }: { records: Records; letIn: LetIn }) {
  await site.register(multipart, { limits: { fileSize: LARGEST_FILE, files: 1, fields: 1, fieldSize: LARGEST_TEXT } });
  site.addHook('onRequest', requireLogin);

  site.get('/assignment', async (request, reply) =>
    show(request, reply, 'assignment', { saved: records.assignment(loginOf(request).learner.ref) }),
  );

  site.get('/assignment/file', async (request, reply) => {
    const file = records.assignmentFile(loginOf(request).learner.ref);
    if (!file) return reply.callNotFound();
    // always saved, never shown: whatever it is, it must not become a page of this site
    return reply
      .type('application/octet-stream')
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .send(file.bytes);
  });

  site.post('/assignment', async (request, reply) => {
    const { ref } = loginOf(request).learner;
    const { text, file } = await read(request);
    // kept before anybody asks who wrote it: a check that is still due must not cost the work
    records.saveAssignment(ref, text, file);
    if (!(await letIn(request, reply, checkpointAt('assignment')!))) return reply;
    records.submitAssignment(ref);
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
      if (part.filename) file = { name: part.filename, bytes }; // browsers send a nameless file where none was chosen
    }
  }
  return { text, file };
}
