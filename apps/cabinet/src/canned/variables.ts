import type { ChatSession } from '@pult/protocol'
import type { Desk } from '../store/desk.ts'

export const variables = ['client.name', 'operator.name', 'channel.name'] as const
export type Variable = (typeof variables)[number]
export type Values = { readonly [V in Variable]?: string | null }

/** What looks like a variable, known or not: whoever gets "{client.name}" knows that a machine has written. */
const HOLE = /\{\s*(?:client|operator|channel)\.[\w.]*\s*\}/gi

/** The words of a reply with everything filled in that is known; the rest stays as written, to be seen and filled by hand. */
export function fillVariables(body: string, values: Values): string {
  return body.replaceAll(HOLE, (whole) => {
    const name = whole.slice(1, -1).trim().toLowerCase()
    const known = variables.find((variable) => variable === name)
    const value = known === undefined ? undefined : values[known]
    return value === undefined || value === null || value === '' ? whole : value
  })
}

/** A stretch of a text, in UTF-16 units as fields count. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

/** Where a text still has something to be filled in. */
export function holesIn(text: string): readonly Stretch[] {
  return [...text.matchAll(HOLE)].map((match) => ({ from: match.index, to: match.index + match[0].length }))
}

/** What is known of the chat on screen. */
export function variablesOf(desk: Desk, card: ChatSession): Values {
  return {
    'client.name': card.name,
    'operator.name': desk.state.me.value?.name ?? null,
    'channel.name': desk.state.channels.value.get(card.channel)?.name ?? null,
  }
}
