import { ASKED_WORDS_MAX } from '../limits.ts'
import { wordsIn } from '../wording.ts'
import { COMMON_STEMS } from './common-words.ts'
import { nearness, stemOf } from './stem.ts'

interface Wording {
  readonly entry: number
  readonly stems: readonly string[]
  /** What all its stems weigh. */
  readonly weight: number
}

/** The questions of a FAQ, made ready once for as long as its flow is followed. */
export interface FaqIndex {
  readonly wordings: readonly Wording[]
  /** The rarer a stem among the entries, the more it says. */
  readonly weights: ReadonlyMap<string, number>
}

const COMMON_WEIGHT = 0.15
/** Of a wording's weight that the message must hold. */
const FOUND_MIN = 0.6
/** A message of fewer words than the wording («доставка?») counts for what it covers, a little less. */
const SHORT_MESSAGE = 0.85
/** Two answers as near as that: it would be a guess, so it is none. */
const CLEAR_MIN = 0.03

export function faqIndexOf(entries: readonly { readonly questions: readonly string[] }[]): FaqIndex {
  const entriesOf = new Map<string, Set<number>>()
  const worded = entries.flatMap(({ questions }, entry) =>
    questions.map((question) => {
      const stems = stemsIn(question)
      for (const stem of stems) entriesOf.set(stem, (entriesOf.get(stem) ?? new Set()).add(entry))
      return { entry, stems }
    }),
  )
  const weights = new Map(
    [...entriesOf].map(([stem, { size }]) => [
      stem,
      COMMON_STEMS.has(stem) ? COMMON_WEIGHT : Math.log(1 + entries.length / size),
    ]),
  )
  const weigh = (stems: readonly string[]) => stems.reduce((sum, stem) => sum + (weights.get(stem) ?? 0), 0)
  return { weights, wordings: worded.map(({ entry, stems }) => ({ entry, stems, weight: weigh(stems) })) }
}

/** The entry that a message asks for; undefined when none does, or two do equally. */
export function askedFor(index: FaqIndex, message: string): number | undefined {
  const asked = stemsIn(message).slice(0, ASKED_WORDS_MAX)
  const near = nearStems(index, asked)
  // What it says beyond the questions known here counts too, or «верните деньги» would be taken for «деньги».
  const unknown = asked.filter((stem) => !COMMON_STEMS.has(stem) && !near.has(stem)).length
  const unknownWeight = unknown * Math.log(1 + index.wordings.length)
  const scores = new Map<number, number>()
  for (const { entry, stems, weight } of index.wordings) {
    if (weight === 0) continue
    const score = scoreOf(stems, weight, near, unknownWeight, index)
    if (score > (scores.get(entry) ?? 0)) scores.set(entry, score)
  }
  const [best, second] = [...scores].toSorted(([, left], [, right]) => right - left)
  if (best === undefined || best[1] < FOUND_MIN) return undefined
  return second !== undefined && best[1] - second[1] < CLEAR_MIN ? undefined : best[0]
}

/** 0 to a little above 1: how much of the wording is in the message or, for short messages, of the message in the wording. */
function scoreOf(
  stems: readonly string[],
  weight: number,
  near: ReadonlyMap<string, ReadonlyMap<string, number>>,
  unknownWeight: number,
  { weights }: FaqIndex,
): number {
  let matched = 0
  let content = 0
  for (const stem of stems) {
    let nearest = 0
    for (const known of near.values()) nearest = Math.max(nearest, known.get(stem) ?? 0)
    matched += nearest * (weights.get(stem) ?? 0)
    if (nearest > 0 && !COMMON_STEMS.has(stem)) content += 1
  }
  let asked = unknownWeight
  for (const known of near.values()) {
    let heaviest = 0
    for (const stem of known.keys()) heaviest = Math.max(heaviest, weights.get(stem) ?? 0)
    asked += heaviest
  }
  const ofWording = matched / weight
  const ofMessage = asked === 0 ? 0 : Math.min(1, matched / asked)
  // Greetings and pronouns alone ask for nothing, unless a question is made of nothing else.
  if (content === 0 && ofWording < 1) return 0
  return Math.max(ofWording, SHORT_MESSAGE * ofMessage) + 0.1 * Math.min(ofWording, ofMessage)
}

/** For each stem of the message the stems of the questions that it may mean, and how nearly. */
function nearStems(
  { weights }: FaqIndex,
  asked: readonly string[],
): Map<string, ReadonlyMap<string, number>> {
  const near = new Map<string, ReadonlyMap<string, number>>()
  for (const stem of asked) {
    const found = new Map<string, number>()
    if (weights.has(stem)) found.set(stem, 1)
    else if (!COMMON_STEMS.has(stem)) {
      for (const known of weights.keys()) {
        const how = COMMON_STEMS.has(known) ? 0 : nearness(stem, known)
        if (how > 0) found.set(known, how)
      }
    }
    if (found.size > 0) near.set(stem, found)
  }
  return near
}

function stemsIn(text: string): readonly string[] {
  return [...new Set(wordsIn(text).map((word) => (COMMON_STEMS.has(word) ? word : stemOf(word))))]
}
