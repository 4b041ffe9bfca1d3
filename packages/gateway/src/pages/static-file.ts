import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/**
 * One prebuilt file and its compressed forms. A build may bring them beside it (`main.js.br`, `main.js.gz`); what it did not bring is
 * made when first asked for, off the main thread, and kept. Files do not change while the server runs.
 */
export interface StaticFile {
  readonly contentType: string
  /** [EP41] The form to send to a browser with this `Accept-Encoding`. */
  form(acceptEncoding: string | null): Promise<StaticForm>
}

export interface StaticForm {
  readonly body: Uint8Array<ArrayBuffer>
  readonly encoding: Encoding | null
  /** Strong, another for each form: [EP42]. */
  readonly etag: string
}

/** In the order of preference. */
const ENCODINGS = ['br', 'gzip'] as const
export type Encoding = (typeof ENCODINGS)[number]
export const ENCODING_ENDINGS: Readonly<Record<Encoding, string>> = { br: '.br', gzip: '.gz' }

/** Below it a compressed file still fills one packet, and headers are larger than what is won. */
const COMPRESSED_BYTES_MIN = 1_024
/** 11 takes seconds for a large bundle while somebody waits; 9 is 3 % larger. Builds may use 11. */
const BROTLI_QUALITY = 9

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  gif: 'image/gif',
  html: 'text/html; charset=utf-8',
  ico: 'image/x-icon',
  jpg: 'image/jpeg',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
  mp3: 'audio/mpeg',
  ogg: 'audio/ogg',
  png: 'image/png',
  svg: 'image/svg+xml',
  txt: 'text/plain; charset=utf-8',
  wasm: 'application/wasm',
  webmanifest: 'application/manifest+json',
  webp: 'image/webp',
  woff2: 'font/woff2',
  xml: 'application/xml; charset=utf-8',
  yaml: 'application/yaml; charset=utf-8',
}
/** What is not compressed already. */
const COMPRESSIBLE = /^text\/|json|svg|xml|yaml|wasm|x-icon/

export interface StaticSource {
  /** Of the path: `assets/main-1a2b3c4d.js`. */
  readonly path: string
  readonly read: () => Promise<Uint8Array<ArrayBuffer>>
  /** The forms that the build made. */
  readonly prebuilt: Readonly<Partial<Record<Encoding, () => Promise<Uint8Array<ArrayBuffer>>>>>
}

export function openStaticFile({ path, read, prebuilt }: StaticSource): StaticFile {
  const contentType = CONTENT_TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream'
  const forms = new Map<Encoding | null, Promise<StaticForm>>()

  const plain = () => remembered(null, async () => formOf(await read(), null))
  const compressed = (encoding: Encoding) =>
    remembered(encoding, async () => {
      const whole = await plain()
      if (whole.body.length < COMPRESSED_BYTES_MIN) return whole
      const body = await (prebuilt[encoding]?.() ?? compress(whole.body, encoding))
      return body.length < whole.body.length ? formOf(body, encoding) : whole
    })
  const remembered = (encoding: Encoding | null, make: () => Promise<StaticForm>) => {
    const known = forms.get(encoding)
    if (known !== undefined) return known
    const made = make()
    forms.set(encoding, made)
    // A failure (no more descriptors) must not stay for ever.
    made.catch(() => forms.delete(encoding))
    return made
  }

  return {
    contentType,
    form(acceptEncoding) {
      const encoding = COMPRESSIBLE.test(contentType) ? chosenEncoding(acceptEncoding) : null
      return encoding === null ? plain() : compressed(encoding)
    },
  }
}

/** [EP41] The best of ours that the browser takes (RFC 9110 section 12.5.3); a weight of 0 is a refusal. */
export function chosenEncoding(acceptEncoding: string | null): Encoding | null {
  const taken = new Set<string>()
  for (const entry of (acceptEncoding ?? '').toLowerCase().split(',')) {
    const [name = '', ...parameters] = entry.split(';').map((part) => part.trim())
    if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) taken.add(name)
  }
  return ENCODINGS.find((encoding) => taken.has(encoding)) ?? null
}

function formOf(body: Uint8Array<ArrayBuffer>, encoding: Encoding | null): StaticForm {
  const digest = createHash('sha256').update(body).digest('base64url').slice(0, 22)
  return { body, encoding, etag: `"${digest}"` }
}

const brotliAsync = promisify(brotliCompress)
const gzipAsync = promisify(gzip)

async function compress(bytes: Uint8Array, encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> {
  if (encoding === 'gzip') return new Uint8Array(await gzipAsync(bytes, { level: 9 }))
  return new Uint8Array(
    await brotliAsync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }),
  )
}
