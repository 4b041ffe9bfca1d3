export { createEdge, type Edge, type EdgeOptions } from './edge.ts'
export { openGateway, TICK_MS, type Gateway, type GatewayOptions } from './gateway.ts'
export type { RequestNote } from './request-note.ts'
export { Hub } from './stream/hub.ts'
export { presenceOf } from './stream/joining.ts'
export { Streams, type StreamServices } from './stream/stream.ts'
export { Connection } from './stream/connection.ts'
export type { Socket } from './stream/socket.ts'
export { createAuthenticate, type Authenticate, type Authenticated } from './authenticate.ts'
export type { Preparation } from './command-door.ts'
export type { BotFacts, HelpDesk, OwnedHost, WorkspaceHost, Workspaces } from './workspaces.ts'
export {
  areVapidKeys,
  createPush,
  createVapidKeys,
  parsePushHosts,
  type Push,
  type VapidKeys,
} from './push/index.ts'
export { openGeography, type Geography } from './geography/index.ts'
export { parseTrustedProxies, type TrustedProxies } from './client-address.ts'
export { defaultLimits, type Limits } from './limits/index.ts'
export { hashLoginToken, makeLoginToken } from './sign-in/index.ts'
export { bucketCode, createBucket, createFolder, type Bucket, type FilePlace } from './attachments/index.ts'
export { createLinks } from './attachments/links.ts'
export type { SignAttachment } from './views/sign.ts'
export { cardView } from './views/session-view.ts'
export { messageView } from './views/message-view.ts'
export { createPages, securityHeaders, type Pages } from './pages/index.ts'
export { createClientNumbers, type ClientNumbers } from './client-numbers.ts'
export { createFirstAdmin } from './http/sign-in.ts'
export { createPasswords } from './sign-in/index.ts'
