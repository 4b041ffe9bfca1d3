/** "0:07", "1:02:03": a length of time as players show it. What is not known yet is "0:00". */
export function playTime(seconds: number): string {
  const whole = Number.isFinite(seconds) && seconds > 0 ? Math.floor(seconds) : 0
  const hours = Math.floor(whole / 3600)
  const minutes = Math.floor((whole % 3600) / 60)
  const tail = String(whole % 60).padStart(2, '0')
  return hours === 0 ? `${minutes}:${tail}` : `${hours}:${String(minutes).padStart(2, '0')}:${tail}`
}

/** How fast a voice is played; one press goes to the next. */
export const playRates = [1, 1.5, 2] as const
export type PlayRate = (typeof playRates)[number]

export function nextRate(rate: PlayRate): PlayRate {
  return playRates[(playRates.indexOf(rate) + 1) % playRates.length] ?? 1
}
