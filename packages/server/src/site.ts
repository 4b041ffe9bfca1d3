import { buildCabinet } from '@pult/cabinet/build'
import { buildWidget } from '@pult/widget/build'
import { createPages, securityHeaders, type Pages } from '@pult/gateway'
import { join } from 'node:path'
import { buildDocs } from './docs/build.ts'
import { VERSION } from './version.ts'

/** Everything that browsers load. */
export interface SiteOptions {
  /** Where the built files go. */
  readonly directory: string
  readonly https: boolean
  /** The public key of the channel that the demo page uses. */
  readonly demoChannelKey: () => string
}

/**
 * The pages, built when the first of them is asked for: a server that only serves the protocol never pays for them, and the first start
 * listens at once.
 */
export function openSite(options: SiteOptions): Pages {
  const site = once(() => build(options))
  const manual = once(() => buildManual(options))
  return async (request) => {
    // The cabinet has an answer for every address; what the manual has not is not there.
    if (isOfManual(new URL(request.url).pathname)) return (await manual())(request)
    for (const answer of await site()) {
      const response = await answer(request)
      if (response !== null) return response
    }
    return null
  }
}

/** Made at the first call. A failure is told to whoever asked, and the next one tries again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }
}

function isOfManual(path: string): boolean {
  return path === '/docs' || path.startsWith('/docs/') || path.startsWith('/assets/docs-')
}

async function buildManual({ directory, https }: SiteOptions): Promise<Pages> {
  const outdir = join(directory, 'manual')
  await buildDocs({ outdir, source: join(import.meta.dir, '../../../docs'), version: VERSION })
  return createPages({ directory: outdir, https })
}

async function build({ directory, https, demoChannelKey }: SiteOptions): Promise<readonly Pages[]> {
  const [widget, cabinet] = [join(directory, 'widget'), join(directory, 'cabinet')]
  const [{ files }] = await Promise.all([
    buildCabinet({ outdir: cabinet, minify: true }),
    buildWidget({ outdir: widget, minify: true }),
  ])
  return [
    iconFor(files, https),
    createPages({
      directory: widget,
      https,
      kindOf: (path) => (path === 'widget.js' || path.startsWith('assets/widget-') ? 'embed' : 'page'),
      fill: (_path, html) => html.replaceAll('__CHANNEL_KEY__', () => demoChannelKey()),
    }),
    createPages({ directory: cabinet, https, fallback: 'index.html' }),
  ]
}

/** Browsers ask for it by themselves where a page names no icon: the demo, the manual, the bare API. The cabinet's has its hash and is cached. */
function iconFor(files: readonly string[], https: boolean): Pages {
  const icon = files.find((file) => file.startsWith('assets/favicon-'))
  const headers = { ...securityHeaders('page', { https }), 'cache-control': 'no-cache', location: `/${icon}` }
  return async (request) =>
    new URL(request.url).pathname === '/favicon.ico' ? new Response(null, { status: 302, headers }) : null
}
