/**
 * The figures about connections, on the real program, one after the other:
 *
 *   bun bench/figures.ts            all of them
 *   bun bench/figures.ts idle       12,000 idle clients: memory each
 *   bun bench/figures.ts fan-out    1,000 operators told of one session in Help
 *   bun bench/figures.ts storm      5,000 clients come back at once after a kill
 *   bun bench/figures.ts resume     one operator comes back after 10,000 missed events
 *   bun bench/figures.ts snapshot   one operator's snapshot with 10,000 open sessions
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inTurn } from '../reliability/in-turn.ts'
import { cpuSeconds, residentBytes, startPult, type Running } from './pult-server.ts'
import { seed } from './seed.ts'
import { connect, cursorOf, hello } from './stream-peer.ts'

function say(name: string, got: string, goal: string): void {
  process.stdout.write(`${name.padEnd(34)} ${got.padEnd(44)} goal: ${goal}\n`)
}

async function onServer(
  wanted: { operators: number; helpSessions: number },
  run: (server: Running, seeded: Awaited<ReturnType<typeof seed>>, directory: string) => Promise<void>,
): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'pult-figures-'))
  const seeded = await seed(directory, wanted)
  const server = await startPult({ directory })
  try {
    await run(server, seeded, directory)
  } finally {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}

const programs = {
  idle: () =>
    onServer({ operators: 0, helpSessions: 0 }, async (server, { channelKey }) => {
      const COUNT = 12_000
      const tokens = await inTurn(COUNT, 50, async () => (await hello(server.url, channelKey)).clientToken)
      await Bun.sleep(2_000)
      const before = residentBytes(server.pid)
      const peers = await inTurn(COUNT, 100, (index) => connect(server.url, 'client', tokens[index]!))
      await Bun.sleep(3_000)
      const after = residentBytes(server.pid)
      const cpuBefore = cpuSeconds(server.pid)
      await Bun.sleep(10_000)
      const cpu = ((cpuSeconds(server.pid) - cpuBefore) / 10 / COUNT) * 1e6
      say(
        'idle client',
        `${((after - before) / COUNT / 1024).toFixed(1)} KB each, ${cpu.toFixed(1)} µs CPU/s each`,
        '≤ 6 KB',
      )
      for (const { ws } of peers) ws.close()
    }),

  'fan-out': () =>
    onServer({ operators: 1_000, helpSessions: 0 }, async (server, { operatorTokens, channelKey }) => {
      const { clientToken } = await hello(server.url, channelKey)
      const heard = { count: 0 }
      let lastAt = 0
      await inTurn(1_000, 50, async (index) => {
        const peer = await connect(server.url, 'operator', operatorTokens[index]!)
        peer.ws.onmessage = (event) => {
          if (!(event.data as string).startsWith('{"action":"operatorNotFound"')) return
          heard.count += 1
          lastAt = performance.now()
        }
      })
      const client = await connect(server.url, 'client', clientToken)
      const times: number[] = []
      for (let round = 0; round < 11; round += 1) {
        heard.count = 0
        const replied = new Promise<number>((resolve) => {
          client.ws.onmessage = (event) => {
            if ((event.data as string).startsWith('{"action":"reply"')) resolve(performance.now())
          }
        })
        client.ws.send(JSON.stringify({ command: 'sendMessage', id: `m${round}`, data: { body: 'help' } }))
        const repliedAt = await replied
        while (heard.count < 1_000) await Bun.sleep(1)
        times.push(lastAt - repliedAt)
        client.ws.send(JSON.stringify({ command: 'closeSession', id: `x${round}`, data: {} }))
        await Bun.sleep(200)
      }
      times.sort((one, other) => one - other)
      say(
        '1,000 operators told of Help',
        `${times[5]!.toFixed(1)} ms (${times[0]!.toFixed(1)}–${times[10]!.toFixed(1)}) reply to last receipt`,
        '≤ 20 ms to the last write',
      )
    }),

  storm: () =>
    onServer({ operators: 0, helpSessions: 0 }, async (server, { channelKey }, directory) => {
      const COUNT = 5_000
      const JITTER_MS = 2_000
      const tokens = await inTurn(COUNT, 50, async () => (await hello(server.url, channelKey)).clientToken)
      const cursors = await inTurn(COUNT, 100, async (index) => {
        const peer = await connect(server.url, 'client', tokens[index]!, { keep: true })
        peer.ws.close()
        return cursorOf(peer)
      })
      process.kill(server.pid, 'SIGKILL')
      await Bun.sleep(300)
      const startedAt = performance.now()
      const again = await startPult({ directory, environment: { PORT: String(server.port) } })
      const readyMs = performance.now() - startedAt
      const stormAt = performance.now()
      let resumed = 0
      await Promise.all(
        tokens.map(async (token, index) => {
          await Bun.sleep(Math.random() * JITTER_MS)
          for (;;) {
            try {
              const peer = await connect(again.url, 'client', token, { cursor: cursors[index]!, keep: true })
              if (peer.frames[0]!.includes('"mode":"resumed"')) resumed += 1
              return
            } catch {
              await Bun.sleep(100 + Math.random() * 400)
            }
          }
        }),
      )
      const took = (performance.now() - stormAt) / 1000
      say(
        '5,000 clients come back',
        `${resumed} resumed in ${took.toFixed(2)} s; restart ${readyMs.toFixed(0)} ms`,
        `≤ ${JITTER_MS / 1000} s jitter + 3 s`,
      )
      await again.stop()
    }),

  resume: () =>
    onServer({ operators: 1, helpSessions: 0 }, async (server, { operatorTokens, channelKey }) => {
      const token = operatorTokens[0]!
      const first = await connect(server.url, 'operator', token, { keep: true })
      const cursor = cursorOf(first)
      first.ws.close()
      const { clientToken } = await hello(server.url, channelKey)
      const client = await connect(server.url, 'client', clientToken)
      let acknowledged = 0
      await new Promise<void>((resolve) => {
        client.ws.onmessage = (event) => {
          if (!(event.data as string).startsWith('{"action":"reply"')) return
          acknowledged += 1
          if (acknowledged >= 10_000) resolve()
          else send()
        }
        const send = (): void =>
          client.ws.send(
            JSON.stringify({
              command: 'sendMessage',
              id: String(acknowledged),
              data: { body: 'missed '.repeat(20) },
            }),
          )
        for (let index = 0; index < 16; index += 1) send()
      })
      const times: number[] = []
      let events = 0
      for (let round = 0; round < 5; round += 1) {
        const peer = await connect(server.url, 'operator', token, { cursor, keep: true })
        times.push(peer.liveMs)
        events = peer.frames.filter((frame) => frame.startsWith('{"action":"chatMessageCreated"')).length
        peer.ws.close()
        await Bun.sleep(100)
      }
      times.sort((one, other) => one - other)
      say(
        'resume after 10,000 missed events',
        `${times[2]!.toFixed(0)} ms (${times[0]!.toFixed(0)}–${times[4]!.toFixed(0)}), ${events} events`,
        '≤ 300 ms',
      )
    }),

  snapshot: () =>
    onServer({ operators: 1, helpSessions: 10_000 }, async (server, { operatorTokens }) => {
      const times: number[] = []
      let bytes = 0
      let sessions = 0
      for (let round = 0; round < 5; round += 1) {
        const peer = await connect(server.url, 'operator', operatorTokens[0]!, { keep: true })
        times.push(peer.liveMs)
        bytes = peer.frames.reduce((sum, frame) => sum + frame.length, 0)
        sessions = peer.frames
          .filter((frame) => frame.startsWith('{"action":"snapshot"'))
          .reduce(
            (sum, frame) => sum + (JSON.parse(frame) as { data: { help: unknown[] } }).data.help.length,
            0,
          )
        peer.ws.close()
        await Bun.sleep(200)
      }
      times.sort((one, other) => one - other)
      say(
        'snapshot of 10,000 open sessions',
        `${times[2]!.toFixed(0)} ms (${times[0]!.toFixed(0)}–${times[4]!.toFixed(0)}), ${sessions} sessions, ${(bytes / 1e6).toFixed(1)} MB`,
        '≤ 500 ms',
      )
    }),
} satisfies Record<string, () => Promise<void>>

const asked = process.argv.slice(2)
for (const [name, run] of Object.entries(programs)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  await run()
}
process.exit(0)
