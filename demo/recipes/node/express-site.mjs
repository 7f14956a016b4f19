/**
 * A small training site with the gate, on Express: `PORT=8080 node demo/recipes/node/express-site.mjs`. Needs
 * VERIFIER_URL, SITE_SECRET, SITE_ORIGIN and GATE_ASSETS (the address of the package's dist folder).
 */
import express from 'express';
import { endpoint, grantsOf, requireEntry } from './express.mjs';
import { moOtpGate } from './mo-otp-gate.mjs';
import {
  checkpointOf,
  checkpointPage,
  coursePage,
  loginPage,
  logins,
  refusal,
  sessionOf,
  settings,
  submittedPage,
} from './pages.mjs';

const gate = moOtpGate(settings);
const options = {
  learnerOf: (request) => request.session.learner,
  checkpointOf,
  refuse: (request, reply, status) => reply.status(status).send(refusal(status, request.path)),
};
const entry = requireEntry(gate, options);

const app = express();
app.use((request, reply, next) => {
  request.session = sessionOf(request.get('cookie'), (cookie) => reply.set('Set-Cookie', cookie));
  reply.set('Cache-Control', 'no-store');
  next();
});
app.get('/login/:who', (request, reply) => {
  request.session.learner = logins[request.params.who];
  reply.redirect(303, '/course');
});
app.use('/gate', endpoint(gate, options));
app.use((request, reply, next) => (request.session.learner ? next() : reply.status(401).send(loginPage)));
app.get('/course', (_request, reply) => reply.send(coursePage));
// submitting it is verified
app.get('/assignment', (request, reply) => reply.send(checkpointPage(checkpointOf(request.path))));
app.get(['/lesson/:number', '/evaluation', '/exam'], entry, (request, reply) =>
  reply.send(checkpointPage(checkpointOf(request.path))),
);
app.post(['/evaluation', '/exam', '/assignment'], entry, (request, reply) => {
  gate.endEntry(grantsOf(request), checkpointOf(request.path));
  reply.send(submittedPage);
});
app.listen(Number(process.env.PORT), '127.0.0.1', () => console.log('listening'));
