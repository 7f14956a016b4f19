import { fingerprint, hashSecret, newSecret } from '../crypto/secrets.js';
import { openAuditEntries } from '../personal-data/audit-entries.js';
import { personalDataOf } from '../personal-data/open.js';
import { auditLogAsCsv } from '../operator/audit-log.js';
import type { Register } from './command-line.js';
import { timeText, type CommandContext } from './context.js';
import { mustExist } from './must-exist.js';

/** `operator`: the persons who may read a site's evidence. */
export const operatorCommands: Register<Pick<CommandContext, 'store' | 'vault' | 'now'>> = (group, action) => {
  group
    .command('add <site>')
    .description("add an operator of a site's evidence and print their secret, which is shown only once")
    .requiredOption('--name <name>', 'who it is, one person')
    .action(
      action(async ({ store, now }, site: string, { name }: { name: string }) => {
        await mustExist(store, site);
        const secret = newSecret();
        const hash = hashSecret(secret);
        await store.addOperator({ hash, site, name }, now);
        return {
          text: `${name} is an operator of ${site}. The secret, shown only once:\n${secret}`,
          json: { site, name, fingerprint: fingerprint(hash), secret },
        };
      }),
    );

  group
    .command('list <site>')
    .description('list the operators and the fingerprints of their secrets')
    .action(
      action(async ({ store }, site: string) => {
        await mustExist(store, site);
        const json = (await store.operators(site)).map(({ hash, name, createdAt, revokedAt }) => ({
          fingerprint: fingerprint(hash),
          name,
          createdAt: timeText(createdAt),
          revokedAt: revokedAt === null ? null : timeText(revokedAt),
        }));
        const lines = json.map(
          (one) =>
            `  ${one.fingerprint}  ${one.name}, since ${one.createdAt}${one.revokedAt === null ? '' : `, revoked ${one.revokedAt}`}`,
        );
        return { text: [`operators of ${site}:`, ...lines].join('\n'), json };
      }),
    );

  group
    .command('revoke <site> <fingerprint>')
    .description('revoke a secret and end the login sessions opened with it')
    .action(
      action(async ({ store, now }, site: string, which: string) => {
        await mustExist(store, site);
        const operator = (await store.operators(site)).find(
          ({ hash, revokedAt }) => revokedAt === null && fingerprint(hash) === which,
        );
        if (!operator || !(await store.revokeOperator(site, operator.hash, now)))
          throw new Error(`${site} has no operator ${which} with an active secret.`);
        return {
          text: `${operator.name} is no longer an operator of ${site}.`,
          json: { site, name: operator.name, fingerprint: which, revoked: true },
        };
      }),
    );

  group
    .command('audit <site>')
    .description('print the audit log of accesses to the evidence, as CSV')
    .action(
      action(async ({ store, vault, now }, site: string) => {
        await mustExist(store, site);
        const { keys } = await personalDataOf(store, await vault(), { now: () => now });
        const log = await openAuditEntries(site, await store.auditLog(site), keys);
        return {
          text: auditLogAsCsv(log),
          json: log.map(({ at, operator, ...entry }) => ({
            at: timeText(at),
            secret: fingerprint(operator),
            ...entry,
          })),
        };
      }),
    );
};
