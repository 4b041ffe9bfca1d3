/**
 * What is left of a word without its ending: «доставка», «доставку» and «доставкой» are `доставк`, "refunds" and "refunded" are `refund`.
 * One ending is cut, the longest that fits. It is no grammar: it need only do the same to a question and to the words of its answerer, and
 * what it leaves apart («доставить») is near enough for `nearness`.
 */
export function stemOf(word: string): string {
  const endings = /^[а-я]+$/u.test(word) ? RUSSIAN : /^[a-z]+$/.test(word) ? ENGLISH : []
  const ending = endings.find(
    (ending) => word.endsWith(ending) && word.length - ending.length >= STEM_CHARS_MIN,
  )
  return ending === undefined ? word : word.slice(0, word.length - ending.length)
}

/** How alike two stems are, 0 to 1: equal, one the beginning of the other, or one slip of a finger apart. */
export function nearness(left: string, right: string): number {
  if (left === right) return 1
  const [short, long] = left.length < right.length ? [left, right] : [right, left]
  if (short.length < NEAR_CHARS_MIN || long.length - short.length > 3 || /\d/.test(long)) return 0
  if (long.startsWith(short)) return 0.9
  // Two longer beginnings of the same word with other endings: «оплат» and «оплач».
  return short.length >= SLIP_CHARS_MIN && isOneSlip(short, long) ? 0.7 : 0
}

/** Below three letters what is left is a syllable. */
const STEM_CHARS_MIN = 3
/** «сум» begins «сумк» and «сумм»: shorter beginnings mean nothing. */
const NEAR_CHARS_MIN = 4
/** In short words one letter makes another word: «дом», «том», «ром». */
const SLIP_CHARS_MIN = 5

const RUSSIAN = longestFirst(
  'а у ы и е о я ю ь й ой ей ом ем ам ям ах ях ами ями ов ев ью ия ии ию ие ием ый ий ая яя ое ее ые ого его ому ему ым им ых их ую юю ' +
    'ть ить ать еть ил ила или ал ала али ет ит ют ут ят ат ешь ишь ите ете ться ется ются ется',
)
const ENGLISH = longestFirst('s es ed ing e er ers y ies ied ly')

function longestFirst(list: string): readonly string[] {
  return [...new Set(list.split(' '))].toSorted((left, right) => right.length - left.length)
}

/** One letter more, one other letter, or two neighbours swapped. */
function isOneSlip(short: string, long: string): boolean {
  let at = 0
  while (at < short.length && short[at] === long[at]) at += 1
  if (short.length !== long.length)
    return long.length - short.length === 1 && short.slice(at) === long.slice(at + 1)
  if (short.slice(at + 1) === long.slice(at + 1)) return true
  return (
    short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
  )
}
