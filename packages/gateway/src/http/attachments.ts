import { ATTACHMENT_BYTES_MAX, reads } from '@pult/protocol'
import type { Authenticated } from '../authenticate.ts'
import { withLinks } from '../attachments/index.ts'
import { uploaderId } from '../command-door.ts'
import { failure, json, readBytes, readQuery, refusal } from './answer.ts'
import type { HttpServices } from './services.ts'

/** The envelope of a multipart body around the file. */
const ENVELOPE_BYTES = 16 * 1024

/** One file in the multipart field `file`; answers with the attachment, to be named in a message. */
export async function upload(
  request: Request,
  who: Authenticated,
  services: HttpServices,
): Promise<Response> {
  // Counted as it comes: a body in chunks says nothing of its length.
  const bytes = await readBytes(request, ATTACHMENT_BYTES_MAX + ENVELOPE_BYTES)
  if (bytes === 'too_large') return refusal('attachment_too_large', { field: 'file' })
  let form
  try {
    const type = request.headers.get('content-type') ?? ''
    form = await new Response(bytes, { headers: { 'content-type': type } }).formData()
  } catch {
    return refusal('validation_failed', {
      field: 'file',
      message: 'Send the file as multipart/form-data, in the field "file".',
    })
  }
  const file = form.get('file')
  if (!(file instanceof Blob))
    return refusal('validation_failed', { field: 'file', message: 'The field "file" is missing.' })
  // The runtime's File has no name at all where the part's is empty, whatever the type says.
  const { name = 'file' } = file as { readonly name?: string }
  const stored = await services.attachments.store({
    name,
    content: file,
    uploadedBy: uploaderId(who.host, who),
  })
  if ('refused' in stored) return failure(stored.refused)
  return json(withLinks(services.attachments, stored.attachment, services.nowMs()))
}

/** A file by its signed link: the link is the right to it. */
export async function download(id: string, request: Request, services: HttpServices): Promise<Response> {
  const query = readQuery(request, reads['GET /attachments/{id}'].query)
  if (query instanceof Response) return query
  const { expires, signature } = query
  const preview = query.preview === '1'
  const parts = { id, expires, signature, preview }
  if (services.attachments.verify(parts, services.nowMs()) !== 'good') return refusal('link_expired')
  const { headers } = request
  const file = await services.attachments.open(id, {
    preview,
    range: headers.get('range'),
    ifNoneMatch: headers.get('if-none-match'),
  })
  return file ?? refusal('attachment_not_found')
}
