export {
  CLIENT_TOKEN_MS,
  createClientTokens,
  type ClientTokenAnswer,
  type ClientTokenClaims,
  type ClientTokens,
} from './client-token.ts'
export { sameText } from './constant-time.ts'
export { endedLoginCookie, loginCookie, readLoginCookie, type CookieScheme } from './cookie.ts'
export { verifyIdentity, type IdentityAnswer, type IdentityChannel } from './identity.ts'
export {
  bearerToken,
  hashLoginToken,
  makeLoginToken,
  workspaceOfLoginToken,
  type RandomBytes,
} from './login-token.ts'
export { originAllowed, type OriginRule } from './origin.ts'
export { createPasswords, type Passwords } from './password.ts'
