export interface PortOneSettings {
  storeId: string;
  channelKey: string;
  /** The API secret; it stays here. */
  secret: string;
  /** Where PortOne's API is, e.g. `https://api.portone.io`. */
  api: string;
  /** Whether answers of a test channel count. */
  acceptTests: boolean;
}
