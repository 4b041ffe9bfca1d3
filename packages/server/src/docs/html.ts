/** HTML that is safe to be put as it is. Only {@link html} and {@link trusted} make it, so that text is never taken for a tag by mistake. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Content = string | number | Html | readonly Content[]

/** A template whose values are escaped unless they are HTML themselves. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(rendered)))
}

/** For what another renderer has made. */
export function trusted(text: string): Html {
  return new Html(text)
}

function rendered(content: Content): string {
  if (content instanceof Html) return content.text
  if (typeof content === 'object') return content.map(rendered).join('')
  return Bun.escapeHTML(String(content))
}

/** A description of the protocol: `code` is the only markup that it uses. */
export function prose(text: string): Html {
  const parts = text.split('`')
  return html`${parts.map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`
}
