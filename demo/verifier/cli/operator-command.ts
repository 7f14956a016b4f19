import { parseArgs } from 'node:util';
import { fingerprint, hashSecret, newSecret } from '../crypto/secrets.js';
import type { Store } from '../store/store.js';
import { auditLogAsCsv } from '../operator/audit-log.js';

const usage = `Usage:
  add <site> --name <name>
      add an operator of a site's evidence and print their secret, which is shown only once
  list <site>
      list the operators and the fingerprints of their secrets
  revoke <site> <fingerprint>
      revoke a secret and end the login sessions opened with it
  audit <site>
      print the audit log of accesses to the evidence, as CSV`;

/**
 * Runs one command on the operators of sites at `now` (epoch milliseconds) and returns the text to print.
 * @throws with a sentence when the command fails
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
      return `${values.name} is an operator of ${site}. The secret, shown only once:\n${secret}`;
    }
    case 'list':
      return [
        `operators of ${site}:`,
        ...operators.map(({ hash, name, createdAt, revokedAt }) => {
          const end = revokedAt === null ? '' : `, revoked ${new Date(revokedAt).toISOString()}`;
          return `  ${fingerprint(hash)}  ${name}, since ${new Date(createdAt).toISOString()}${end}`;
        }),
      ].join('\n');
    case 'audit':
      return auditLogAsCsv(await store.auditLog(site));
    case 'revoke': {
      const operator = operators.find(({ hash, revokedAt }) => revokedAt === null && fingerprint(hash) === which);
      if (!operator || !(await store.revokeOperator(site, operator.hash, now)))
        throw new Error(`${site} has no operator ${which ?? ''} with an active secret.`);
      return `${operator.name} is no longer an operator of ${site}.`;
    }
    default:
      throw new Error(usage);
  }
}
