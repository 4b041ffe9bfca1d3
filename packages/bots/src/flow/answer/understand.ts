import type { Answer } from '../flow.ts'
import { VALUE_CHARS_MAX } from '../limits.ts'
import { numberOf } from '../holds.ts'
import { shortened, visible } from '../template.ts'
import { understandChoice } from './choice.ts'
import { understandDate } from './date.ts'

/** What an answer is kept as; `option`: which of the choices it was. Undefined: it will not do. */
export type Understood = { readonly value: string; readonly option?: number } | undefined

/** @param today in the flow's time zone, `2026-11-22` */
export function understand(answer: Answer, body: string, today: string): Understood {
  if (answer.type === 'text') return understandText(visible(body), answer)
  // None of the others is ever so long, and patterns should not have to read a story to say no.
  if (body.length > VALUE_CHARS_MAX) return undefined
  switch (answer.type) {
    case 'number':
      return understandNumber(numberOf(body), answer)
    case 'phone':
      return understandPhone(body, answer.country)
    case 'email':
      return understandEmail(body)
    case 'date': {
      const value = understandDate(body, today)
      if (value === undefined) return undefined
      const from = answer.min === 'today' ? today : (answer.min ?? value)
      const to = answer.max === 'today' ? today : (answer.max ?? value)
      return value < from || value > to ? undefined : { value }
    }
    case 'choice':
      return understandChoice(answer.options, body)
  }
}

/** A story longer than a variable holds is no wrong answer: its beginning is kept, unless a `max` was set. */
function understandText(text: string, { min = 1, max }: Extract<Answer, { type: 'text' }>): Understood {
  if (text === '' || text.length < min || text.length > (max ?? Infinity)) return undefined
  return { value: shortened(text, VALUE_CHARS_MAX) }
}

function understandNumber(value: number, answer: Extract<Answer, { type: 'number' }>): Understood {
  if (!(value >= (answer.min ?? -Infinity) && value <= (answer.max ?? Infinity))) return undefined
  if (answer.whole === true && !Number.isInteger(value)) return undefined
  return { value: String(value) }
}

/**
 * E.164: 8 to 15 digits. A number without `+` gets the country's code, in place of the `8` or `0` that one dials within many countries.
 * Whether it exists is for the one who calls it.
 */
function understandPhone(body: string, country: string | undefined): Understood {
  const written = body.trim()
  if (!/^\+?[\d\s\u00A0().–-]{5,40}$/u.test(written)) return undefined
  const digits = written.replaceAll(/\D/g, '')
  const value = written.startsWith('+') || country === undefined ? digits : withCountry(digits, country)
  return /^[1-9]\d{7,14}$/.test(value) ? { value: `+${value}` } : undefined
}

function withCountry(digits: string, country: string): string {
  if (country === '7') return digits.length === 11 ? `7${digits.slice(1)}` : `7${digits}`
  if (digits.startsWith('00')) return digits.slice(2)
  if (digits.startsWith('0')) return country + digits.slice(1)
  return digits.startsWith(country) && digits.length >= 11 ? digits : country + digits
}

/** RFC 5321 allows 254 characters; what stands before `@` and the host as people really have them, in letters of any language. */
function understandEmail(body: string): Understood {
  const value = body.trim().replace(/^<(.*)>$/, '$1')
  const isAddress =
    /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@([\p{L}\p{N}-]{1,63}\.)+[\p{L}\p{N}-]{2,63}$/u.test(value)
  return isAddress && value.length <= 254 && !value.includes('..') ? { value } : undefined
}
