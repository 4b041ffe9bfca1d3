import { readdirSync } from 'node:fs'
import { join, sep } from 'node:path'
import { securityHeaders, type AnswerKind } from './security-headers.ts'
import { ENCODING_ENDINGS, openStaticFile, type Encoding, type StaticFile } from './static-file.ts'

/**
 * Prebuilt files over HTTP, with headers of our own: the runtime's HTML routes cannot carry any. What is served is what was in the
 * directory when the server started, by name; no path from outside ever reaches the disk.
 */
export interface PagesOptions {
  readonly directory: string
  /** Whether the world sees us over https. */
  readonly https: boolean
  /** How a file is meant; absent: everything is a `page`. Paths as `assets/main-1a2b3c4d.js`. */
  readonly kindOf?: (path: string) => AnswerKind
  /** For files of the kind `frame`. */
  readonly frameAncestors?: readonly string[]
  /** Whose name changes with their content; absent: what lies under `assets/`. A wrong yes is cached for a year. */
  readonly isHashed?: (path: string) => boolean
  /** The page for every address without a file that a person opens, e.g. `index.html` of an application with addresses of its own. */
  readonly fallback?: string
  /** Fills in an HTML page, once, when it is first asked for. Whatever goes in must be escaped already. */
  readonly fill?: (path: string, html: string) => string
}

/** Null for what is not ours: the next handler, or 404. */
export type Pages = (request: Request) => Promise<Response | null>

const HASHED_CACHE = 'public, max-age=31536000, immutable'
/** Asked for again each time, and answered with 304. */
const PAGE_CACHE = 'no-cache'
/** The loader stands in other people's pages: ten minutes old is new enough, and they should not wait for us. */
const EMBED_CACHE = 'public, max-age=600, stale-while-revalidate=86400'

/** Reads the names in the directory now, the files when they are asked for. Throws when there is no such directory. */
export function createPages(options: PagesOptions): Pages {
  const { https, fallback, kindOf = () => 'page', isHashed = (path) => path.startsWith('assets/') } = options
  const files = openFiles(options)
  // Made once: the headers are the same for each request of a file.
  const headers = new Map<string, Record<string, string>>()
  const headersOf = (path: string, file: StaticFile) => {
    const known = headers.get(path)
    if (known !== undefined) return known
    const kind = kindOf(path)
    const made = {
      ...securityHeaders(kind, { https, frameAncestors: options.frameAncestors ?? [] }),
      'content-type': file.contentType,
      'cache-control': isHashed(path) ? HASHED_CACHE : kind === 'embed' ? EMBED_CACHE : PAGE_CACHE,
      vary: 'accept-encoding',
    }
    headers.set(path, made)
    return made
  }

  return async (request) => {
    const path = pathIn(files, request) ?? (fallback !== undefined && isNavigation(request) ? fallback : null)
    const file = path === null ? undefined : files.get(path)
    if (path === null || file === undefined) return null
    const common = headersOf(path, file)
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return new Response(null, { status: 405, headers: { ...common, allow: 'GET, HEAD' } })
    }
    const { body, encoding, etag } = await file.form(request.headers.get('accept-encoding'))
    const ours = { ...common, etag, ...(encoding === null ? {} : { 'content-encoding': encoding }) }
    if (isKnown(request.headers.get('if-none-match'), etag))
      return new Response(null, { status: 304, headers: ours })
    return new Response(body, { headers: ours })
  }
}

/** [EP40] `/` is `index.html`, `/demo` is `demo.html` or `demo/index.html`; every other name is itself. */
function pathIn(files: ReadonlyMap<string, StaticFile>, request: Request): string | null {
  const path = decoded(new URL(request.url).pathname.slice(1))
  if (path === null) return null
  const bare = path.replace(/\/$/, '')
  const names = bare === '' ? ['index.html'] : [path, `${bare}.html`, `${bare}/index.html`]
  return names.find((name) => files.has(name)) ?? null
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/** A person opening an address, not a script that misses a file: those must see 404. */
function isNavigation(request: Request): boolean {
  const { pathname } = new URL(request.url)
  const name = pathname.slice(pathname.lastIndexOf('/') + 1)
  return (
    request.method === 'GET' &&
    !name.includes('.') &&
    (request.headers.get('accept') ?? '').includes('text/html')
  )
}

/** Weak or strong: proxies that compress weaken it. */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  return (ifNoneMatch ?? '').split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

function openFiles({ directory, fill }: PagesOptions): Map<string, StaticFile> {
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name).slice(join(directory, '/').length).replaceAll(sep, '/'),
    )
  const present = new Set(names)
  const readerOf = (path: string) => () => Bun.file(join(directory, path)).bytes()

  const files = new Map<string, StaticFile>()
  for (const path of names) {
    if (isPrebuiltForm(path, present)) continue
    const filled = path.endsWith('.html') ? fill : undefined
    const prebuilt: Partial<Record<Encoding, () => Promise<Uint8Array<ArrayBuffer>>>> = {}
    for (const encoding of ['br', 'gzip'] as const) {
      const form = path + ENCODING_ENDINGS[encoding]
      // A page that is filled in is another than the one that was compressed.
      if (filled === undefined && present.has(form)) prebuilt[encoding] = readerOf(form)
    }
    const read =
      filled === undefined
        ? readerOf(path)
        : async () => new TextEncoder().encode(filled(path, await Bun.file(join(directory, path)).text()))
    files.set(path, openStaticFile({ path, read, prebuilt }))
  }
  return files
}

/** `main.js.br` beside `main.js` is a form of it and has no address of its own. */
function isPrebuiltForm(path: string, present: ReadonlySet<string>): boolean {
  return Object.values(ENCODING_ENDINGS).some(
    (ending) => path.endsWith(ending) && present.has(path.slice(0, -ending.length)),
  )
}
