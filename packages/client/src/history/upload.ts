import type { Attachment } from '@pult/protocol'
import type { UploadOptions } from '../client-face.ts'
import { errorIn, networkError, type Http } from '../http.ts'
import { parsed } from '../parsed.ts'
import { PultError, refusalOf } from '../pult-error.ts'

/** `POST /api/v1/attachments`. Rejects with a PultError; an aborted one with the signal's reason. */
export function upload(http: Http, file: Blob, options: UploadOptions = {}): Promise<Attachment> {
  options.signal?.throwIfAborted()
  const form = new FormData()
  const name = options.name ?? (file as Partial<File>).name
  if (name === undefined) form.append('file', file)
  else form.append('file', file, name)
  // Only XMLHttpRequest tells how far an upload has come.
  return options.onProgress !== undefined && typeof XMLHttpRequest === 'function'
    ? uploadByXhr(http, form, options.onProgress, options.signal)
    : uploadByFetch(http, form, file.size, options)
}

async function uploadByFetch(
  http: Http,
  form: FormData,
  totalBytes: number,
  { onProgress, signal }: UploadOptions,
): Promise<Attachment> {
  const attachment = await http.send<Attachment>('/attachments', {
    method: 'POST',
    body: form,
    ...(signal === undefined ? {} : { signal }),
  })
  onProgress?.(totalBytes, totalBytes)
  return attachment
}

function uploadByXhr(
  http: Http,
  form: FormData,
  onProgress: (sentBytes: number, totalBytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    request.open('POST', http.address('/attachments'))
    for (const [name, value] of Object.entries(http.headers())) request.setRequestHeader(name, value)
    request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(loaded, total))
    request.addEventListener('load', () => {
      const body = parsed(request.responseText)
      if (request.status >= 200 && request.status < 300) resolve(body as Attachment)
      else reject(new PultError(refusalOf(errorIn(body, request.status))))
    })
    request.addEventListener('error', () => reject(networkError(undefined)))
    request.addEventListener('abort', () => reject(signal?.reason as Error))
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', abort))
    signal?.addEventListener('abort', abort)
    request.send(form)
  })
}
