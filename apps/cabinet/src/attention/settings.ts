import { kinds, type Kind } from './kinds.ts'

/** How one operator wants to be called at this browser. */
export interface AttentionSettings {
  /** 0 to 1. */
  readonly volume: number
  readonly sounds: { readonly [K in Kind]: boolean }
  /** Lines of the desktop; they also need the browser's permission. */
  readonly notices: boolean
  /** The client's words stand in them, and not only the name. */
  readonly preview: boolean
  /** Also while no tab is open. */
  readonly push: boolean
  /** Without a hand on anything for so long one is asked whether one is there; 0: never. */
  readonly idleMinutes: number
  /** Milliseconds since 1970; null: nobody asked for silence. */
  readonly quietUntilMs: number | null
}

export const idleChoices = [0, 5, 10, 15, 30] as const

export const defaultSettings: AttentionSettings = {
  volume: 0.6,
  sounds: { late: true, lost: true, newChat: true, help: true, message: true, soon: true, onScreen: true },
  notices: true,
  preview: true,
  push: false,
  idleMinutes: 10,
  quietUntilMs: null,
}

/** What was kept, field by field; what is not there or makes no sense is as at the beginning. */
export function parseSettings(stored: string | null): AttentionSettings {
  const given = recordIn(stored)
  const sounds = recordOf(given['sounds'])
  const { volume, idleMinutes, quietUntilMs } = given
  const of = defaultSettings
  return {
    volume: typeof volume === 'number' && volume >= 0 && volume <= 1 ? volume : of.volume,
    sounds: Object.fromEntries(kinds.map((kind) => [kind, flag(sounds[kind], of.sounds[kind])])) as {
      [K in Kind]: boolean
    },
    notices: flag(given['notices'], of.notices),
    preview: flag(given['preview'], of.preview),
    push: flag(given['push'], of.push),
    idleMinutes: idleChoices.find((minutes) => minutes === idleMinutes) ?? of.idleMinutes,
    quietUntilMs: typeof quietUntilMs === 'number' ? quietUntilMs : null,
  }
}

/** Silence that was asked for and is not over. */
export function isQuiet(settings: Pick<AttentionSettings, 'quietUntilMs'>, nowMs: number): boolean {
  return settings.quietUntilMs !== null && nowMs < settings.quietUntilMs
}

/** Work begins again in the morning, not at midnight. */
const MORNING_HOUR = 8

export function quietUntil(length: 'hour' | 'tomorrow', nowMs: number): number {
  if (length === 'hour') return nowMs + 3_600_000
  const morning = new Date(nowMs)
  morning.setDate(morning.getDate() + 1)
  return morning.setHours(MORNING_HOUR, 0, 0, 0)
}

function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise
}

function recordIn(text: string | null): Readonly<Record<string, unknown>> {
  try {
    return recordOf(JSON.parse(text ?? 'null'))
  } catch {
    return {}
  }
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
