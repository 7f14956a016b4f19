/** Days that evidence is kept where neither the site nor EVIDENCE_DAYS says otherwise. */
export const defaultEvidenceDays = (): number => Number(process.env['EVIDENCE_DAYS'] ?? 3 * 365);
