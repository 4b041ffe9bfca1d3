import { ATTACHMENT_BYTES_MAX } from '@pult/protocol'
import type { Authenticated } from '../authenticate.ts'
import { withLinks } from '../attachments/index.ts'
import { failure, json, refusal } from './answer.ts'
import type { HttpServices } from './services.ts'

/** The envelope of a multipart body around the file. */
const ENVELOPE_BYTES = 16 * 1024

/** Who uploaded a file, as it is remembered with it: unique over all workspaces. */
export function uploaderOf(who: Authenticated): string {
  return `${who.host.id} ${who.flavour === 'OPERATOR' ? who.operatorId : who.clientId}`
}

/** One file in the multipart field `file`; answers with the attachment, to be named in a message. */
export async function upload(
  request: Request,
  who: Authenticated,
  services: HttpServices,
): Promise<Response> {
  if (Number(request.headers.get('content-length') ?? 0) > ATTACHMENT_BYTES_MAX + ENVELOPE_BYTES) {
    return refusal('attachment_too_large', { field: 'file' })
  }
  let form
  try {
    form = await request.formData()
  } catch {
    return refusal('validation_failed', {
      field: 'file',
      message: 'Send the file as multipart/form-data, in the field "file".',
    })
  }
  const file = form.get('file')
  if (!(file instanceof Blob))
    return refusal('validation_failed', { field: 'file', message: 'The field "file" is missing.' })
  const name = file instanceof File ? file.name : 'file'
  const stored = await services.attachments.store({ name, content: file, uploadedBy: uploaderOf(who) })
  if ('refused' in stored) return failure(stored.refused)
  return json(withLinks(services.attachments, stored.attachment, services.nowMs()))
}

/** A file by its signed link: the link is the right to it. */
export async function download(id: string, request: Request, services: HttpServices): Promise<Response> {
  const query = new URL(request.url).searchParams
  const preview = query.get('preview') === '1'
  const parts = {
    id,
    expires: Number(query.get('expires')),
    signature: query.get('signature') ?? '',
    preview,
  }
  if (services.attachments.verify(parts, services.nowMs()) !== 'good') return refusal('link_expired')
  const { headers } = request
  const file = await services.attachments.open(id, {
    preview,
    range: headers.get('range'),
    ifNoneMatch: headers.get('if-none-match'),
  })
  return file ?? refusal('attachment_not_found')
}
