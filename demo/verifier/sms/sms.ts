/** Sends text messages. */
export interface SmsSender {
  /**
   * @param message `to` is digits only in the national form, `text` the text shown on the phone
   * @throws when the message was not accepted for delivery
   */
  send(message: { to: string; text: string }): Promise<void>;
}
