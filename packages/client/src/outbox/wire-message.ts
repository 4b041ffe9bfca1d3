/** The outbox keeps whole attachments, to show them; the wire wants their ids. */
export function wireMessage(data: Attaching): unknown {
  if (data.attachments === undefined) return data
  return {
    ...data,
    attachments: data.attachments.map((one) => (typeof one === 'string' ? one : one.id)),
  }
}

export interface Attaching {
  readonly attachments?: readonly (string | { readonly id: string })[] | undefined
}
