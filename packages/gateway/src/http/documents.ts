import { asyncApiDocument, openApiDocument } from '@pult/protocol'
import type { HttpServices } from './services.ts'

type Document = (request: Request) => unknown

/** The documents name the address that the world sees; where the admin set none, the one that was asked by. Each is kept until another is asked for. */
export function createDocuments({ edge, version }: Pick<HttpServices, 'edge' | 'version'>): {
  readonly openApi: Document
  readonly asyncApi: Document
} {
  const kept = (make: typeof openApiDocument): Document => {
    let last: { readonly publicUrl: string; readonly document: unknown } | undefined
    return (request) => {
      const publicUrl = edge.publicUrl ?? new URL(request.url).origin
      if (last?.publicUrl !== publicUrl) last = { publicUrl, document: make({ publicUrl, version }) }
      return last.document
    }
  }
  return { openApi: kept(openApiDocument), asyncApi: kept(asyncApiDocument) }
}
