import { StorageFault, StorageFull } from '@pult/engine'
import { describe, expect, test } from 'bun:test'
import { describeStore } from '../store.suite.ts'
import { Story } from '../story.fixture.ts'
import { createMemoryDisk, createMemoryStore, openMemoryStore } from './memory-store.ts'

describeStore('a store in memory', () => {
  const disk = createMemoryDisk({ epoch: 'first' })
  return {
    open: () => openMemoryStore(disk),
    crash: () => openMemoryStore(disk),
    dispose: () => undefined,
  }
})

describe('the faults of a store in memory', () => {
  test('[G10] [ST14] a full disk takes nothing, and works again when there is room', async () => {
    let isFull = true
    const store = createMemoryStore({
      epoch: 'first',
      faults: {
        beforeAppend: () => {
          if (isFull) throw new StorageFull('full')
        },
      },
    })
    const story = new Story()
    story.talk('Вера')
    const batch = story.batch()
    expect(() => store.append(batch)).toThrow(StorageFull)
    expect(store.headSeq()).toBe(0)
    isFull = false
    await store.append(batch)
    expect(store.headSeq()).toBe(3)
  })

  test('[G10] [ST14] after a fault nothing is answered any more, also when the batch was written', async () => {
    const disk = createMemoryDisk({ epoch: 'first' })
    const store = openMemoryStore(disk, {
      faults: {
        afterAppend: () => {
          throw new StorageFault('gone')
        },
      },
    })
    const story = new Story()
    story.talk('Вера')
    expect(() => store.append(story.batch())).toThrow('gone')
    story.talk('Глеб')
    expect(() => store.append(story.batch())).toThrow('gone')
    expect(() => store.sessions({ limit: 1 })).toThrow('gone')
    expect(openMemoryStore(disk).headSeq()).toBe(3)
  })

  test('[ST3] whoever had the disk before is shut out', async () => {
    const disk = createMemoryDisk({ epoch: 'first' })
    const before = openMemoryStore(disk)
    openMemoryStore(disk)
    const story = new Story()
    story.talk('Вера')
    expect(() => before.append(story.batch())).toThrow(StorageFault)
  })
})
