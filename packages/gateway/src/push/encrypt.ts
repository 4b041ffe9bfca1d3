/**
 * Message encryption for Web Push, RFC 8291, over the content coding `aes128gcm` of RFC 8188: one record, so that the header is the
 * same for every message but for salt and key.
 */
export interface ReceiverKeys {
  /** Uncompressed point of P-256, base64url. */
  readonly p256dh: string
  /** 16 bytes, base64url. */
  readonly auth: string
}

/** RFC 8291, section 4: a push service need not take more than 4,096 bytes, of which the header takes 86 and the end of the record 17. */
export const PLAIN_BYTES_MAX = 4_096 - 86 - 17
const RECORD_BYTES = 4_096

/**
 * The body of the request. `keys` and `salt` (16 bytes) must be new for every message.
 * @throws DOMException where the receiver's key is no point of the curve; RangeError above {@link PLAIN_BYTES_MAX}
 */
export async function encryptPush(
  plain: Uint8Array,
  receiver: ReceiverKeys,
  keys: CryptoKeyPair,
  salt: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  if (plain.byteLength > PLAIN_BYTES_MAX) throw new RangeError('This is too long for a push.')
  const receiverPublic = bytesOf(receiver.p256dh)
  const senderPublic = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey))
  const curve = { name: 'ECDH', namedCurve: 'P-256' }
  const peer = await crypto.subtle.importKey('raw', receiverPublic, curve, false, [])
  const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: peer }, keys.privateKey, 256)
  const { contentKey, nonce } = await pushKeys(new Uint8Array(shared), {
    auth: bytesOf(receiver.auth),
    receiverPublic,
    senderPublic,
    salt,
  })
  const key = await crypto.subtle.importKey('raw', contentKey, 'AES-GCM', false, ['encrypt'])
  // 2 ends the last record, and there is one.
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv: nonce },
    key,
    joined(plain, Uint8Array.of(2)),
  )
  const size = new Uint8Array(4)
  new DataView(size.buffer).setUint32(0, RECORD_BYTES)
  return joined(salt, size, Uint8Array.of(senderPublic.byteLength), senderPublic, new Uint8Array(sealed))
}

/** RFC 8291, section 3.4: from the shared secret of the two keys to that of this one message. */
async function pushKeys(
  shared: Uint8Array<ArrayBuffer>,
  {
    auth,
    receiverPublic,
    senderPublic,
    salt,
  }: {
    readonly auth: Uint8Array
    readonly receiverPublic: Uint8Array
    readonly senderPublic: Uint8Array
    readonly salt: Uint8Array
  },
): Promise<{ readonly contentKey: Uint8Array<ArrayBuffer>; readonly nonce: Uint8Array<ArrayBuffer> }> {
  const keyInfo = joined(textBytes('WebPush: info\0'), receiverPublic, senderPublic)
  const secret = await derived(shared, auth, keyInfo, 32)
  return {
    contentKey: await derived(secret, salt, textBytes('Content-Encoding: aes128gcm\0'), 16),
    nonce: await derived(secret, salt, textBytes('Content-Encoding: nonce\0'), 12),
  }
}

/** HKDF with SHA-256, RFC 5869. */
async function derived(
  secret: Uint8Array<ArrayBuffer>,
  salt: Uint8Array,
  info: Uint8Array<ArrayBuffer>,
  bytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  const parameters = { name: 'HKDF', hash: 'SHA-256', salt: joined(salt), info }
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, key, bytes * 8))
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(base64url, { alphabet: 'base64url' })
}

function textBytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

function joined(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, { byteLength }) => sum + byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.byteLength
  }
  return whole
}
