import { expect, test } from 'bun:test'
import { faultsOf, newPerson, type Person } from './person.ts'

function person(change: (person: Person) => void = () => undefined): Person {
  const made = newPerson('http://127.0.0.1:1', 'p', { token: 't', clientId: 'c', chatId: 'h' })
  made.acknowledged.set('k', 'm1')
  made.known.set('m1', 'k hello')
  made.known.set('m2', 'answer-1 to you')
  change(made)
  return made
}

test('[RT32] who knows everything once has nothing to say', () => {
  expect(faultsOf(person(), 'answer-1 to you')).toEqual([])
  expect(faultsOf(person(), undefined)).toEqual([])
})

test.each([
  ['an acknowledged message', (one: Person) => one.known.delete('m1'), 'p: the acknowledged m1 was not told'],
  ['the answer', (one: Person) => one.known.delete('m2'), 'p: the answer was missed'],
  ['one event twice', (one: Person) => one.doubled.push('m2'), 'p: message m2 was told twice'],
  ['one text twice', (one: Person) => one.known.set('m3', 'k hello'), 'p: a text is there twice'],
])('[RT32] %s: it is said', (_, change, words) => {
  expect(faultsOf(person(change), 'answer-1 to you')).toEqual([words])
})
