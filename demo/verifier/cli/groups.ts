import type { Register } from './command-line.js';

/** A command with what `--help` says of it; its file is loaded when it is called, so that `start` loads no other. */
export interface Group {
  summary: string;
  load(): Promise<Register>;
}

/** The commands on the store, in the order of `--help`. */
export const groups: Record<string, Group> = {
  site: {
    summary: 'sites and their settings',
    load: async () => (await import('./site-command.js')).siteCommands,
  },
  secret: {
    summary: 'the secrets that sites’ servers authenticate with',
    load: async () => (await import('./secret-command.js')).secretCommands,
  },
  switch: {
    summary: 'switches methods, providers, carriers and HRD Korea off and on',
    load: async () => (await import('./switch-command.js')).switchCommands,
  },
  operator: {
    summary: 'the operators of a site’s evidence, and their audit log',
    load: async () => (await import('./operator-command.js')).operatorCommands,
  },
  learner: {
    summary: 'everything kept about one learner, and its erasure',
    load: async () => (await import('./learner-command.js')).learnerCommands,
  },
  evidence: {
    summary: 'proves that no evidence was changed or removed',
    load: async () => (await import('./evidence-command.js')).evidenceCommands,
  },
  backup: {
    summary: 'writes the database to a new file while verifiers run',
    load: async () => (await import('./backup-command.js')).backupCommands,
  },
  doctor: {
    summary: 'lists what is not fit for production, and how long data is kept; fails while something is not fit',
    load: async () => (await import('./doctor-command.js')).doctorCommands,
  },
  keys: {
    summary: 'rotates master key, signing key and the data keys of sites',
    load: async () => (await import('./key-command.js')).keyCommands,
  },
};
