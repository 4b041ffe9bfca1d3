import { describe, expect, test } from 'bun:test'
import { readAnswer } from './read-answer.ts'

describe('an answer of a bot', () => {
  test('[WH4] 200 with answers and memory is its reply; 204 is for later', () => {
    const reply = {
      answers: [
        { name: 'say', body: 'Здравствуйте!', actions: [{ id: 'a', label: 'Да' }] },
        { name: 'handOver', summary: 'Wants a refund', fields: { order: '17' }, skills: ['refunds'] },
      ],
      memory: { asked: 1 },
    } as const
    expect(readAnswer(200, JSON.stringify(reply))).toEqual({ name: 'reply', reply: reply as never })
    expect(readAnswer(200, '{"answers":[]}')).toEqual({ name: 'reply', reply: { answers: [] } })
    expect(readAnswer(204, '')).toEqual({ name: 'later' })
  })

  test.each([
    [200, '', 'no JSON'],
    [200, '<html>', 'no JSON'],
    [200, 'null', 'an object'],
    [200, '{}', 'answers must be a list'],
    [200, '{"answers":[{"name":"say"}]}', 'answers.0.body must be a string'],
    [200, '{"answers":[{"name":"say","body":""}]}', 'answers.0.body must not be empty'],
    [200, '{"answers":[{"name":"say","body":"x","html":"y"}]}', 'no field answers.0.html'],
    [200, '{"answers":[{"name":"shout","body":"x"}]}', 'answers.0.name'],
    [200, '{"answers":[{"name":"handOver"},{"name":"say","body":"x"}]}', 'Nothing follows'],
    [200, '{"answers":[],"baton":1}', 'no field baton'],
    [200, JSON.stringify({ answers: [], memory: 'я'.repeat(1_024) }), 'memory must have at most 2048 bytes'],
    [201, '{"answers":[]}', '200 or 204, not 201'],
    [202, '', '200 or 204, not 202'],
  ])('[WH4] %i %p is none, and the sentence names what is wrong', (status, body, words) => {
    const read = readAnswer(status, body)
    expect(read.name === 'wrong' ? read.sentence : read).toContain(words)
  })
})
