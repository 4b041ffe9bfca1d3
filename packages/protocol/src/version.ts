/** The WebSocket subprotocol. It changes when, and only when, the wire changes incompatibly. */
export const PROTOCOL = 'pult.v1'
