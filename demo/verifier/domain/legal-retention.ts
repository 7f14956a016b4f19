import type { CheckpointKind } from 'mo-otp-gate/contract';

/**
 * The checkpoints whose evidence is a training record, which the law keeps for three years. Other evidence
 * is erased at a learner's request.
 */
export const heldKinds: readonly CheckpointKind[] = ['enrolment', 'lesson', 'evaluation', 'exam', 'assignment'];
