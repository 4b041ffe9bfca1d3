import { html, prose, type Content, type Html } from './html.ts'

/** The part of JSON Schema that the protocol's documents use. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly required?: readonly string[]
  readonly default?: unknown
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly maxItems?: number
  readonly pattern?: string
}

/** Ids and times are words that need no page of their own each time they are met. */
export function typeAnchor(name: string): string {
  return `/docs/reference/types#${name}`
}

/** What a value may be, in few words, named types as links. */
export function typeOf(schema: Schema): Html {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
    return html`<a href="${typeAnchor(name)}">${name}</a>`
  }
  const parts = schema.allOf ?? schema.anyOf ?? schema.oneOf
  if (parts !== undefined) return joined(parts.map(typeOf), schema.allOf === undefined ? ' | ' : ' & ')
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`
  if (schema.enum !== undefined) {
    return joined(
      schema.enum.map((value) => html`<code>${JSON.stringify(value)}</code>`),
      ' | ',
    )
  }
  const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? ['any'])
  return joined(
    types.map((type) =>
      type === 'array' && schema.items !== undefined ? html`${typeOf(schema.items)}[]` : html`${type}`,
    ),
    ' | ',
  )
}

/** Bounds that a sender can run into. */
function boundsOf(schema: Schema): string {
  const bounds: string[] = []
  if (schema.minLength === 1) bounds.push('not empty')
  else if (schema.minLength !== undefined) bounds.push(`at least ${schema.minLength} characters`)
  if (schema.maxLength !== undefined) bounds.push(`at most ${schema.maxLength} characters`)
  // JSON Schema writes the ends of what a double holds for "any integer".
  if (schema.minimum !== undefined && schema.minimum > Number.MIN_SAFE_INTEGER)
    bounds.push(`from ${schema.minimum}`)
  if (schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER)
    bounds.push(`to ${schema.maximum}`)
  if (schema.maxItems !== undefined) bounds.push(`at most ${schema.maxItems} of them`)
  if (schema.default !== undefined) bounds.push(`default ${JSON.stringify(schema.default)}`)
  return bounds.join(', ')
}

/** The fields of an object; for anything else what it may be. */
export function schemaTable(schema: Schema): Html {
  const fields = Object.entries(schema.properties ?? {})
  if (fields.length === 0) {
    return schema.type === 'object' && schema.additionalProperties === undefined
      ? html`<p class="type">No fields.</p>`
      : html`<p class="type">${typeOf(schema)} ${boundsOf(schema)}</p>`
  }
  return html`<table class="fields">
    <thead>
      <tr>
        <th>field</th>
        <th>type</th>
        <th></th>
      </tr>
    </thead>
    <tbody>
      ${fields.map(([name, field]) => {
        const isRequired = schema.required?.includes(name) === true
        const bounds = boundsOf(field)
        return html`<tr>
          <td><code>${name}</code>${isRequired ? '' : html`<span class="optional">?</span>`}</td>
          <td>${typeOf(field)}</td>
          <td>${prose(field.description ?? '')}${bounds === '' ? '' : html` <small>${bounds}</small>`}</td>
        </tr>`
      })}
    </tbody>
  </table>`
}

export function example(value: unknown): Html {
  return html`<pre><code>${JSON.stringify(value, null, 2)}</code></pre>`
}

function joined(parts: readonly Html[], between: string): Html {
  return html`${parts.flatMap((part, index): Content[] => (index === 0 ? [part] : [between, part]))}`
}
