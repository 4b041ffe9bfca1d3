export type AskOptions = RequestInit & { readonly token?: string | undefined }

export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads what it is about to check.
  readonly json: any
}

/** One request over HTTP, and its answer read to the end. `json` is undefined where the answer says to be something else. */
export async function ask(url: string, { token, headers, ...rest }: AskOptions): Promise<Answer> {
  const response = await fetch(url, {
    ...rest,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(headers as Record<string, string>),
    },
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  }
}
