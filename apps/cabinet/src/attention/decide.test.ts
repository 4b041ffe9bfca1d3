import { describe, expect, test } from 'bun:test'
import { decide, SOUND_GAP_MS, type Happening, type Scene } from './decide.ts'
import { kinds, type Kind } from './kinds.ts'
import { defaultSettings } from './settings.ts'

const away: Scene = {
  nowMs: 100_000,
  isLeader: true,
  isLookedAt: false,
  onScreenId: 's1',
  isQuiet: false,
  mayNotify: true,
  settings: defaultSettings,
  sounded: null,
}
const looking: Scene = { ...away, isLookedAt: true }
const of = (kind: Kind, sessionId: string | null = 's2'): Happening => ({
  kind,
  sessionId,
  name: 'Mary',
  text: 'Hello',
})
const withSettings = (scene: Scene, fields: Partial<Scene['settings']>): Scene => ({
  ...scene,
  settings: { ...scene.settings, ...fields },
})
const muted = (kind: Kind) => ({ sounds: { ...defaultSettings.sounds, [kind]: false } })
const sounded = (kind: Kind, agoMs: number): Scene => ({
  ...away,
  sounded: { kind, atMs: away.nowMs - agoMs },
})

type Row = readonly [string, Happening, Scene, { readonly sound: Kind | null; readonly notice: boolean }]
const table: readonly Row[] = [
  [
    'elsewhere on the desk: a sound, and the desk shows its own line',
    of('message'),
    looking,
    { sound: 'message', notice: false },
  ],
  ['nobody looks: both', of('message'), away, { sound: 'message', notice: true }],
  ['the chat in front of one: a tick', of('message', 's1'), looking, { sound: 'onScreen', notice: false }],
  [
    'the chat on a screen that nobody looks at: as any other',
    of('message', 's1'),
    away,
    { sound: 'message', notice: true },
  ],
  [
    'the chat in front of one comes to one: one took it',
    of('newChat', 's1'),
    looking,
    { sound: null, notice: false },
  ],
  [
    'the chat in front of one waits in Help: one sees it',
    of('help', 's1'),
    looking,
    { sound: null, notice: false },
  ],
  ['its time is up all the same', of('late', 's1'), looking, { sound: 'late', notice: false }],
  ['a new chat elsewhere', of('newChat'), looking, { sound: 'newChat', notice: false }],
  ['about no chat', of('lost', null), away, { sound: 'lost', notice: true }],
  ['another tab calls', of('late'), { ...away, isLeader: false }, { sound: null, notice: false }],
  ['silence, whatever it is', of('late'), { ...away, isQuiet: true }, { sound: null, notice: false }],
  [
    'no permission: the sound alone',
    of('help'),
    { ...away, mayNotify: false },
    { sound: 'help', notice: false },
  ],
  ['no lines wanted', of('help'), withSettings(away, { notices: false }), { sound: 'help', notice: false }],
  ['this kind makes no sound', of('help'), withSettings(away, muted('help')), { sound: null, notice: true }],
  [
    'the tick alone is off',
    of('message', 's1'),
    withSettings(looking, muted('onScreen')),
    { sound: null, notice: false },
  ],
  ['no volume', of('help'), withSettings(away, { volume: 0 }), { sound: null, notice: true }],
  [
    'right after the same',
    of('message'),
    sounded('message', SOUND_GAP_MS - 1),
    { sound: null, notice: true },
  ],
  [
    'a while after the same',
    of('message'),
    sounded('message', SOUND_GAP_MS),
    { sound: 'message', notice: true },
  ],
  ['right after something less urgent', of('late'), sounded('message', 10), { sound: 'late', notice: true }],
  ['right after something more urgent', of('message'), sounded('newChat', 10), { sound: null, notice: true }],
  [
    'after a clock that was set back',
    of('message'),
    sounded('late', -3_600_000),
    { sound: 'message', notice: true },
  ],
]

describe('[N1] what calls, how, and when not', () => {
  for (const [title, happening, scene, deed] of table)
    test(title, () => expect(decide(happening, scene)).toEqual(deed))

  test('every kind can sound, and can be switched off alone', () => {
    for (const kind of kinds.filter((one) => one !== 'onScreen')) {
      expect(decide(of(kind), away).sound).toBe(kind)
      for (const other of kinds)
        expect(decide(of(kind), withSettings(away, muted(other))).sound).toBe(other === kind ? null : kind)
    }
  })
})
