/** The HTTP client of HRD Korea: forms out, JSON or XML back. An answer that cannot be parsed is an outage. */

/** The addresses of HRD Korea and our identity there. */
export interface HrdKorea {
  /** Base URL of the mOTP service, e.g. `https://emonotp.hrdkorea.or.kr`. */
  otpUrl: string;
  /** Base URL of the reporting service, e.g. `https://emon.hrdkorea.or.kr`. */
  reportUrl: string;
  /** The institution's id, ASCII letters and digits. */
  institution: string;
  /** Time-out of a request, in milliseconds. */
  timeoutMs: number;
}

/** Posts a form and returns the text of a 2xx, or `undefined` for a time-out, a broken connection or another status. */
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

/** Posts to the mOTP service and returns its `code`, or `undefined` in an outage (including an HTML error page). */
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

/** Posts a report and returns whether it was acknowledged (`RetVal` 101). */
export async function sendReport(
  { reportUrl, timeoutMs }: HrdKorea,
  page: 'pAuthLog' | 'pSubOtpLog',
  fields: Record<string, string>,
): Promise<boolean> {
  const text = await post(`${reportUrl}/EAIServer/SOURCE/ExConn/LMS/${page}.jsp`, fields, timeoutMs);
  return /<RetVal>\s*101\s*<\/RetVal>/i.test(text ?? '');
}
