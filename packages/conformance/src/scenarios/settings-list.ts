import type { Caller } from '../kit/http.ts'

/** Looks through a list, page by page. */
export async function found<T extends { readonly id: string }>(
  reader: Caller,
  path: string,
  id: string,
): Promise<T | undefined> {
  for (let after = ''; ;) {
    const { body } = await reader.get(`/api/v1${path}?limit=200${after}`)
    const { items, next } = body as { items: T[]; next: string | null }
    const item = items.find((one) => one.id === id)
    if (item !== undefined || next === null) return item
    after = `&after=${encodeURIComponent(next)}`
  }
}
