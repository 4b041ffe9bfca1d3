/**
 * Why a request brought nothing. `bad_request`: it cannot be made at all; `https_only`, `blocked_port`, `blocked_address`: it may not be
 * made; `busy`: too many others were under way; `broken_answer`: what came back is no HTTP, or was cut; `redirected` and `status`: an answer
 * that is none of 2xx.
 */
export type OutboundFault =
  | 'bad_request'
  | 'https_only'
  | 'blocked_port'
  | 'blocked_address'
  | 'not_found_host'
  | 'unreachable'
  | 'tls'
  | 'busy'
  | 'timeout'
  | 'stopped'
  | 'too_large'
  | 'broken_answer'
  | 'redirected'
  | 'status'

export interface OutboundFailure {
  readonly ok: false
  readonly code: OutboundFault
  /** For an admin's eyes: names the host as it was asked for, never an address that it led to. */
  readonly sentence: string
  /** Of `redirected` and `status`. */
  readonly status?: number
  /** The header `Retry-After` of an answer that is none of 2xx. */
  readonly retryAfter?: string
}

/** What came of a request. A failure is data: whoever asks decides what it means. */
export type OutboundAnswer =
  | {
      readonly ok: true
      /** 200 to 299. */
      readonly status: number
      /** Of the header, in lower case without parameters; empty where there is none. */
      readonly contentType: string
      /** Read as UTF-8, whatever the header says. */
      readonly body: string
    }
  | OutboundFailure

const sentences: Readonly<Record<OutboundFault, (host: string) => string>> = {
  bad_request: (host) => `${host} cannot be asked so.`,
  https_only: (host) => `${host} may be asked over https only.`,
  blocked_port: (host) => `${host} may not be asked at this port.`,
  blocked_address: (host) => `${host} leads into a network that may not be asked.`,
  not_found_host: (host) => `${host} is not known to the name service.`,
  unreachable: (host) => `${host} cannot be reached.`,
  tls: (host) => `${host} has no certificate that can be trusted.`,
  busy: (host) => `${host} was not asked: too many others are under way.`,
  timeout: (host) => `${host} did not answer in time.`,
  stopped: (host) => `${host} was not waited for.`,
  too_large: (host) => `${host} answered with more than is read.`,
  broken_answer: (host) => `${host} broke off its answer, or it was none.`,
  redirected: (host) => `${host} sent us elsewhere, and redirects are not followed.`,
  status: (host) => `${host} answered with an error.`,
}

export function failureOf(code: OutboundFault, host: string, sentence?: string): OutboundFailure {
  return { ok: false, code, sentence: sentence ?? sentences[code](host) }
}

/** An answer that is none of 2xx, by its head. */
export function refusedBy(host: string, status: number, retryAfter: string | null): OutboundFailure {
  const isRedirect = status >= 300 && status < 400
  return {
    ...(isRedirect
      ? failureOf('redirected', host)
      : failureOf('status', host, `${host} answered ${String(status)}.`)),
    status,
    ...(retryAfter === null ? {} : { retryAfter }),
  }
}
