/** The outbox keeps whole attachments, to show them; the wire wants their ids. */
export function wireMessage(data: {
  readonly attachments?: readonly (string | { readonly id: string })[] | undefined
}): unknown {
  if (data.attachments === undefined) return data
  return {
    ...data,
    attachments: data.attachments.map((one) => (typeof one === 'string' ? one : one.id)),
  }
}
