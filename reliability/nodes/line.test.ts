import { afterEach, beforeEach, expect, test } from 'bun:test'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { openLine, type Line } from './line.ts'

/** A server that says everything back, a line to it, and somebody at the other end. */
let server: Server
let line: Line

beforeEach(async () => {
  server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.pipe(socket)
  })
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
  line = await openLine(port)
})
afterEach(async () => {
  await line.close()
  server.close()
})

interface Caller {
  readonly socket: Socket
  readonly heard: () => string
  readonly closed: Promise<void>
}

function call(): Caller {
  const socket = connect(line.port, '127.0.0.1')
  let heard = ''
  socket.on('data', (piece) => (heard += String(piece)))
  socket.on('error', () => undefined)
  return { socket, heard: () => heard, closed: new Promise((resolve) => socket.on('close', () => resolve())) }
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 300 && !holds(); tries += 1) await Bun.sleep(10)
  expect(holds()).toBe(true)
}

test('[RT50] a whole line carries both ways', async () => {
  const { socket, heard } = call()
  socket.write('a')
  await until(() => heard() === 'a')
  expect(line.felt()).toBe(0)
})

test('[RT50] a cut line resets who is connected and who tries again, and carries again when it is whole', async () => {
  const first = call()
  first.socket.write('a')
  await until(() => first.heard() === 'a')
  line.set('cut')
  await first.closed
  await call().closed
  expect(line.felt()).toBeGreaterThan(0)
  line.set('whole')
  const second = call()
  second.socket.write('b')
  await until(() => second.heard() === 'b')
})

test('[RT50] a half-open line is silent and stays open; whole again, what lost something is reset', async () => {
  const first = call()
  first.socket.write('a')
  await until(() => first.heard() === 'a')
  line.set('halfOpen')
  let isClosed = false
  void first.closed.then(() => (isClosed = true))
  first.socket.write('b')
  const second = call()
  second.socket.write('c')
  await until(() => line.felt() >= 2)
  expect([first.heard(), second.heard(), isClosed]).toEqual(['a', '', false])
  line.set('whole')
  await Promise.all([first.closed, second.closed])
  expect([first.heard(), second.heard()]).toEqual(['a', ''])
})

test('[RT50] a forgotten line is silent for ever to who was connected, and whole to who comes when it is', async () => {
  const first = call()
  first.socket.write('a')
  await until(() => first.heard() === 'a')
  line.set('forgotten')
  let isClosed = false
  void first.closed.then(() => (isClosed = true))
  first.socket.write('b')
  await until(() => line.felt() > 0)
  line.set('whole')
  const second = call()
  second.socket.write('c')
  await until(() => second.heard() === 'c')
  first.socket.write('d')
  await Bun.sleep(50)
  expect([first.heard(), isClosed]).toEqual(['a', false])
})

test('[RT50] a clogged line keeps everything for when it is whole', async () => {
  const first = call()
  first.socket.write('a')
  await until(() => first.heard() === 'a')
  line.set('clogged')
  first.socket.write('b')
  await Bun.sleep(50)
  first.socket.write('c')
  expect(first.heard()).toBe('a')
  line.set('whole')
  await until(() => first.heard() === 'abc')
})

test('[RT50] a delayed line brings everything late and in order, also what comes when it is whole again', async () => {
  const first = call()
  first.socket.write('a')
  await until(() => first.heard() === 'a')
  line.set('delayed')
  const askedAtMs = performance.now()
  first.socket.write('b')
  await until(() => line.felt() > 0)
  line.set('whole')
  first.socket.write('c')
  await until(() => first.heard() === 'abc')
  expect(performance.now() - askedAtMs).toBeGreaterThan(100)
})
