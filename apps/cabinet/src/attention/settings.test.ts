import { expect, test } from 'bun:test'
import { defaultSettings, isQuiet, parseSettings, quietUntil } from './settings.ts'

test('[N5] what was kept is read field by field, and nonsense is as at the beginning', () => {
  expect(parseSettings(null)).toEqual(defaultSettings)
  expect(parseSettings('{"volume":')).toEqual(defaultSettings)
  expect(parseSettings('[1]')).toEqual(defaultSettings)
  const strange = { volume: 7, sounds: { help: 'no', soon: false }, idleMinutes: 3, quietUntilMs: 'ever' }
  expect(parseSettings(JSON.stringify(strange))).toEqual({
    ...defaultSettings,
    sounds: { ...defaultSettings.sounds, soon: false },
  })
  const chosen = { ...defaultSettings, volume: 0, push: true, idleMinutes: 0, quietUntilMs: 5 }
  expect(parseSettings(JSON.stringify(chosen))).toEqual(chosen)
})

test('[N4] silence lasts an hour, or until the morning of the next day, and ends by itself', () => {
  const evening = new Date(2026, 10, 22, 21, 30).getTime()
  expect(quietUntil('hour', evening) - evening).toBe(3_600_000)
  expect(new Date(quietUntil('tomorrow', evening))).toEqual(new Date(2026, 10, 23, 8))
  expect(new Date(quietUntil('tomorrow', new Date(2026, 11, 31, 1).getTime()))).toEqual(
    new Date(2027, 0, 1, 8),
  )
  const settings = { quietUntilMs: 100 }
  expect([isQuiet(settings, 99), isQuiet(settings, 100), isQuiet({ quietUntilMs: null }, 0)]).toEqual([
    true,
    false,
    false,
  ])
})
