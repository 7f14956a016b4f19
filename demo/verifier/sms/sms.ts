/** Sends text messages. */
export interface SmsSender {
  /**
   * @param message `to` is digits only in the national form, `text` what the phone shows
   * @throws when the message was not taken over for delivery
   */
  send(message: { to: string; text: string }): Promise<void>;
}
