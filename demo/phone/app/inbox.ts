/** The SMS of the demo: a real phone shows its own, here the server that stands in for the network is asked for the latest. */
export async function latestMessageTo(phone: string): Promise<string | undefined> {
  try {
    const response = await fetch('/sms/inbox', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ phone }),
    });
    const { text }: { text?: string } = response.ok ? await response.json() : {};
    return text;
  } catch {
    return undefined; // asked again a second later
  }
}
