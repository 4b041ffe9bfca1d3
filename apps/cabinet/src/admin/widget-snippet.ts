/** The line that a site puts into its page. Both come from the server; the quotes are escaped all the same, since it is pasted into HTML. */
export function widgetSnippet(origin: string, channelKey: string): string {
  return `<script src="${attribute(origin)}/widget.js" data-channel="${attribute(channelKey)}" async></script>`
}

function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}
