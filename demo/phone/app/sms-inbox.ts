/** The demo's SMS: a real phone shows its own; here the demo server returns the latest one. */
export async function latestSmsTo(phone: string): Promise<string | undefined> {
  try {
    const response = await fetch('/sms/inbox', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ phone }),
    });
    const { text }: { text?: string } = response.ok ? await response.json() : {};
    return text;
  } catch {
    return undefined; // polled again a second later
  }
}
