import type { CheckpointKind } from 'mo-otp-gate/contract';

/** HRD Korea's code of a kind of checkpoint, and its Korean label. */
export const checkpointCodes: Record<CheckpointKind, { code: string; label: string }> = {
  enrolment: { code: '00', label: '입과' },
  lesson: { code: '01', label: '진도' },
  exam: { code: '02', label: '시험' },
  assignment: { code: '03', label: '과제' },
  evaluation: { code: '04', label: '진행평가' },
  login: { code: '99', label: '기타' },
  other: { code: '99', label: '기타' },
};
