import { expect, test } from 'bun:test'
import * as fc from 'fast-check'
import type { Answer } from '../flow.ts'
import { VALUE_CHARS_MAX } from '../limits.ts'
import { understand } from './understand.ts'

const TODAY = '2026-11-22'
const value = (answer: Answer, body: string): string | undefined => understand(answer, body, TODAY)?.value

function expectAll(answer: Answer, table: readonly (readonly [string, string | undefined])[]): void {
  for (const [body, kept] of table) expect([body, value(answer, body)]).toEqual([body, kept])
}

test('[BF3] a text has something in it, and is as long as was asked', () => {
  expectAll({ type: 'text' }, [
    ['  Вера  ', 'Вера'],
    ['два\nряда', 'два ряда'],
    ['', undefined],
    [' \n ', undefined],
    ['x'.repeat(501), `${'x'.repeat(499)}…`],
  ])
  expectAll({ type: 'text', min: 3, max: 5 }, [
    ['ab', undefined],
    ['abc', 'abc'],
    ['abcdef', undefined],
  ])
})

test('[BF3] a number is between its limits', () => {
  expectAll({ type: 'number', min: 1, max: 100 }, [
    ['7', '7'],
    ['12,50', '12.5'],
    ['0', undefined],
    ['101', undefined],
    ['семь', undefined],
    ['', undefined],
  ])
  expectAll({ type: 'number', whole: true }, [
    ['-3', '-3'],
    ['1.5', undefined],
  ])
})

test('[BF3] a telephone number is kept as E.164, however it is written', () => {
  expectAll({ type: 'phone', country: '7' }, [
    ['8 (912) 345-67-89', '+79123456789'],
    ['+7 912 345 67 89', '+79123456789'],
    ['9123456789', '+79123456789'],
    ['79123456789', '+79123456789'],
    ['+44 20 7946 0958', '+442079460958'],
    ['12345', undefined],
    ['мой номер 89123456789', undefined],
    ['', undefined],
  ])
  expectAll({ type: 'phone', country: '44' }, [
    ['020 7946 0958', '+442079460958'],
    ['0044 20 7946 0958', '+442079460958'],
    ['442079460958', '+442079460958'],
  ])
  expectAll({ type: 'phone' }, [
    ['79123456789', '+79123456789'],
    ['+0123456789', undefined],
  ])
})

test('[BF3] an e-mail address has a name, a host and nothing else', () => {
  expectAll({ type: 'email' }, [
    [' vera@example.com ', 'vera@example.com'],
    ['<vera@example.com>', 'vera@example.com'],
    ['вера@пример.рф', 'вера@пример.рф'],
    ['vera.p+shop@mail.example.co.uk', 'vera.p+shop@mail.example.co.uk'],
    ['vera@example', undefined],
    ['vera example.com', undefined],
    ['a@b.c', undefined],
    ['a..b@example.com', undefined],
    [`${'x'.repeat(64)}@${'y.'.repeat(100)}com`, undefined],
    ['x'.repeat(16_000), undefined],
  ])
})

test('[BF3] a day is kept as 2026-11-22, however it is written', () => {
  expectAll({ type: 'date' }, [
    ['22.11.2026', '2026-11-22'],
    ['1/2/2027', '2027-02-01'],
    ['2026-11-05', '2026-11-05'],
    ['5.11.26', '2026-11-05'],
    ['31.12.85', '1985-12-31'],
    ['22 ноября', '2026-11-22'],
    ['5-го мая 2027 года', '2027-05-05'],
    ['3 января', '2027-01-03'],
    ['Nov 22, 2026', '2026-11-22'],
    ['22nd November 2026', '2026-11-22'],
    ['завтра', '2026-11-23'],
    ['yesterday', '2026-11-21'],
    ['29.02.2028', '2028-02-29'],
    ['29.02.2027', undefined],
    ['13.13.2026', undefined],
    ['5 мартобря', '2027-03-05'],
    ['5 foo', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])
  expectAll({ type: 'date', min: 'today', max: '2026-12-31' }, [
    ['сегодня', TODAY],
    ['вчера', undefined],
    ['31.12.2026', '2026-12-31'],
    ['01.01.2027', undefined],
  ])
})

test('[BF4] a button may be pressed, typed in any letter case, or named by its number', () => {
  const options = [{ label: 'Где заказ?' }, { label: 'Возврат', value: 'refund' }, { label: '10' }]
  const choice: Answer = { type: 'choice', options }
  expectAll(choice, [
    ['Где заказ?', 'Где заказ?'],
    ['где  ЗАКАЗ', 'Где заказ?'],
    ['2', 'refund'],
    ['2)', 'refund'],
    ['№ 2', 'refund'],
    ['REFUND', 'refund'],
    ['3', '10'],
    ['10', '10'],
    ['4', undefined],
    ['0', undefined],
    ['верните', undefined],
    ['', undefined],
  ])
  // A label that is a number is meant before the button of that number.
  expect(understand({ type: 'choice', options: [{ label: '2' }, { label: '1' }] }, '1', TODAY)?.option).toBe(
    1,
  )
})

test('[BF3] whatever is written, what is kept is bounded and nothing throws', () => {
  const answers: Answer[] = [
    { type: 'text' },
    { type: 'number' },
    { type: 'phone', country: '7' },
    { type: 'email' },
    { type: 'date' },
  ]
  fc.assert(
    fc.property(fc.constantFrom(...answers), fc.string({ unit: 'binary', maxLength: 60 }), (answer, body) => {
      expect((value(answer, body) ?? '').length).toBeLessThanOrEqual(VALUE_CHARS_MAX)
    }),
  )
})
