import { buildCabinet } from '@pult/cabinet/build'
import { buildWidget } from '@pult/widget/build'
import { createPages, type Pages } from '@pult/gateway'
import { join } from 'node:path'

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
  let pages: Promise<readonly Pages[]> | undefined
  return async (request) => {
    pages ??= build(options)
    for (const answer of await pages) {
      const response = await answer(request)
      if (response !== null) return response
    }
    return null
  }
}

async function build({ directory, https, demoChannelKey }: SiteOptions): Promise<readonly Pages[]> {
  const [widget, cabinet] = [join(directory, 'widget'), join(directory, 'cabinet')]
  await Promise.all([
    buildWidget({ outdir: widget, minify: true }),
    buildCabinet({ outdir: cabinet, minify: true }),
  ])
  return [
    createPages({
      directory: widget,
      https,
      kindOf: (path) => (path === 'widget.js' || path.startsWith('assets/widget-') ? 'embed' : 'page'),
      fill: (_path, html) => html.replaceAll('__CHANNEL_KEY__', () => demoChannelKey()),
    }),
    createPages({ directory: cabinet, https, fallback: 'index.html' }),
  ]
}
