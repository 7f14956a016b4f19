import { parseArgs } from 'node:util';
import { fingerprint, hashSecret, newSecret } from '../crypto/secrets.js';
import type { Store } from '../store/store.js';
import { auditLogAsCsv } from '../operator/audit-log.js';

const usage = `Usage:
  add <site> --name <who>
      lets somebody look at a site's evidence and prints their secret: once, it is not kept
  list <site>
      who may look, and the fingerprints of their secrets
  revoke <site> <fingerprint>
      ends a secret, and the visit of whoever is logged in with it
  looks <site>
      who looked at whose evidence, as CSV`;

/**
 * Runs one command on the operators of sites at the time `now` (epoch milliseconds) and answers what to print.
 * @throws with a sentence when the command cannot be done
 */
export async function operatorCommand(args: string[], store: Store, now: number): Promise<string> {
  const { positionals, values } = parseArgs({ args, allowPositionals: true, options: { name: { type: 'string' } } });
  const [command, site, which] = positionals;
  if (!site) throw new Error(usage);
  if (!(await store.site(site))) throw new Error(`There is no site ${site}.`);
  const operators = await store.operators(site);
  switch (command) {
    case 'add': {
      if (!values.name) throw new Error('An operator needs a --name.');
      const secret = newSecret();
      await store.addOperator({ hash: hashSecret(secret), site, name: values.name }, now);
      return `${values.name} may look at the evidence of ${site}. The secret, shown this once:\n${secret}`;
    }
    case 'list':
      return [
        `operators of ${site}:`,
        ...operators.map(({ hash, name, createdAt, revokedAt }) => {
          const end = revokedAt === null ? '' : `, revoked ${new Date(revokedAt).toISOString()}`;
          return `  ${fingerprint(hash)}  ${name}, since ${new Date(createdAt).toISOString()}${end}`;
        }),
      ].join('\n');
    case 'looks':
      return auditLogAsCsv(await store.auditLog(site));
    case 'revoke': {
      const operator = operators.find(({ hash, revokedAt }) => revokedAt === null && fingerprint(hash) === which);
      if (!operator || !(await store.revokeOperator(site, operator.hash, now)))
        throw new Error(`${site} has no operator ${which ?? ''} whose secret is in use.`);
      return `${operator.name} may not look at the evidence of ${site} any more.`;
    }
    default:
      throw new Error(usage);
  }
}
