import { URL_CHARS_MAX } from '@pult/protocol'
import { failureOf, type OutboundFailure } from './answer.ts'
import { familyOf } from './addresses.ts'

/** Where a request wants to go, taken apart once, so that what is checked and what is asked cannot differ. */
export interface Target {
  readonly protocol: 'https:' | 'http:'
  /** In lower case, without brackets and without a dot at the end. */
  readonly host: string
  readonly isAddress: boolean
  readonly port: number
  /** The header `Host`. */
  readonly authority: string
  /** Path and query; never the fragment. */
  readonly path: string
}

/** Reads an address that an admin or a flow's variables made. */
export function targetOf(text: string): Target | OutboundFailure {
  const url = text.length > URL_CHARS_MAX ? null : URL.parse(text)
  if (url === null) return failureOf('bad_request', '', 'The address is no URL.')
  const { protocol } = url
  if (protocol !== 'https:' && protocol !== 'http:') {
    return failureOf('bad_request', '', 'The address must start with https.')
  }
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  if (host === '') return failureOf('bad_request', '', 'The address names no host.')
  // They would stand in logs, and one host can be made to look like another with them.
  if (url.username !== '' || url.password !== '') {
    return failureOf('bad_request', host, 'A name and a password do not belong into an address.')
  }
  const family = familyOf(host)
  return {
    protocol,
    host,
    isAddress: family !== null,
    port: url.port === '' ? (protocol === 'https:' ? 443 : 80) : Number(url.port),
    authority: `${family === 'ipv6' ? `[${host}]` : host}${url.port === '' ? '' : `:${url.port}`}`,
    path: `${url.pathname}${url.search}`,
  }
}
