/** Speaks to HRD Korea: forms out, JSON or XML back. Whatever cannot be understood is an outage. */

/** Where HRD Korea is and who we are to it. */
export interface HrdKorea {
  /** Base address of the mOTP service, e.g. `https://emonotp.hrdkorea.or.kr`. */
  otpUrl: string;
  /** Base address of the service that takes reports, e.g. `https://emon.hrdkorea.or.kr`. */
  reportUrl: string;
  /** The institution's id, ASCII letters and digits. */
  institution: string;
  /** How long an answer may take, in milliseconds. */
  timeoutMs: number;
}

/** Posts a form and answers the text of a 2xx, or `undefined` for a time-out, a broken connection or any other status. */
async function post(url: string, fields: Record<string, string>, timeoutMs: number): Promise<string | undefined> {
  try {
    const reply = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    const text = await reply.text();
    return reply.ok ? text : undefined;
  } catch {
    return undefined;
  }
}

/** Posts to the mOTP service and answers its `code`, or `undefined` in an outage: a page of HTML is no answer. */
export async function callOtpService(
  { otpUrl, timeoutMs }: HrdKorea,
  call: 'otp_accredit' | 'user_reset',
  fields: Record<string, string>,
): Promise<string | undefined> {
  const text = await post(`${otpUrl}/api/v2/${call}`, fields, timeoutMs);
  try {
    const { code } = JSON.parse(text ?? '') as { code?: unknown };
    return typeof code === 'string' || typeof code === 'number' ? String(code) : undefined;
  } catch {
    return undefined;
  }
}

/** Posts a report; whether it was acknowledged: `RetVal` 101. */
export async function sendReport(
  { reportUrl, timeoutMs }: HrdKorea,
  page: 'pAuthLog' | 'pSubOtpLog',
  fields: Record<string, string>,
): Promise<boolean> {
  const text = await post(`${reportUrl}/EAIServer/SOURCE/ExConn/LMS/${page}.jsp`, fields, timeoutMs);
  return /<RetVal>\s*101\s*<\/RetVal>/i.test(text ?? '');
}
