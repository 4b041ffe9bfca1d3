/** Somebody's site that embeds the widget, on an origin of its own, under the strictest policy that [H7] of the widget names. */
export interface HostSite extends AsyncDisposable {
  readonly url: string
  /** Puts the widget of this channel on the page. */
  embed(channelKey: string): void
}

export function serveHost(pult: string): HostSite {
  let snippet = ''
  const sockets = pult.replace(/^http/, 'ws')
  const policy = [
    "default-src 'none'",
    `script-src ${pult}`,
    `connect-src ${pult} ${sockets}`,
    `img-src ${pult}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: ({ url }) =>
      new URL(url).pathname === '/'
        ? new Response(
            `<!doctype html><html lang="en"><title>A strict shop</title><h1>A strict shop</h1>${snippet}</html>`,
            { headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy } },
          )
        : new Response(null, { status: 404 }),
  })
  return {
    url: `http://127.0.0.1:${server.port}`,
    embed(channelKey) {
      snippet = `<script src="${pult}/widget.js" data-channel="${channelKey}" async></script>`
    },
    [Symbol.asyncDispose]: () => server.stop(true),
  }
}
