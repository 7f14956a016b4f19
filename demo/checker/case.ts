import type { TestContext } from './test-context.js';

/**
 * Checks one promise of the contract; its name is the promise.
 *
 * @throws ContractViolation when the verifier breaks it, CaseSkipped when the settings do not allow the check
 */
export type Case = (context: TestContext) => Promise<void>;

/** Cases of one topic by name. A new case goes into the file of its topic; nothing else lists cases. */
export type Topic = Record<string, Case>;
