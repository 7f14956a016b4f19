/** The digits of typed or pasted text, without separators; full-width digits become ASCII (NFKC). */
export const digitsIn = (text: string) => text.normalize('NFKC').replace(/\D/g, '');
