import type { Outcome, Plan, Setting } from './types.ts'

/** A world as people read it: who was there, what happened, what came of it. */
export function storyOf({ seed, setting, acts }: Plan, outcome: Outcome): string {
  const { steps, hash, marks, broken, story } = outcome
  return [
    `World ${seed}: ${inWords(setting)}, ${acts.length} acts.`,
    '',
    ...story,
    '',
    broken === null
      ? 'No promise was broken.'
      : `${broken.promise} was broken at ${(broken.atMs / 1000).toFixed(3)} s: ${broken.sentence}`,
    `${steps} steps, hash ${hash}, marks: ${marks.length === 0 ? 'none' : marks.join(', ')}`,
    '',
  ].join('\n')
}

function inWords(setting: Setting): string {
  const { operators, visitors, groups, bot, disk, nodes, timers, faults, actMs } = setting
  const limits = Object.entries(timers).map(([name, seconds]) => `${name} ${seconds} s`)
  return [
    counted(operators.length, 'operator'),
    counted(visitors, 'visitor'),
    counted(groups, 'group'),
    bot === 'NONE' ? 'no bot' : `bot ${bot}`,
    nodes === undefined ? `${disk} disk` : `${nodes} nodes on one log`,
    ...limits,
    faults.length === 0 ? 'no faults' : `faults: ${faults.join(' ')}`,
    `${Math.round(actMs / 1000)} s of life`,
  ].join(', ')
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
