export interface PortOneSettings {
  storeId: string;
  channelKey: string;
  /** The API secret; never sent to a browser. */
  secret: string;
  /** Base URL of PortOne's API, e.g. `https://api.portone.io`. */
  api: string;
  /** Whether answers of a test channel are accepted. */
  acceptTests: boolean;
}
