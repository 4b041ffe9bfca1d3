/** How the network of one device is at a moment. Acts change it, the wires look at it for every frame. */
export interface Weather {
  /** Of each frame, in each direction. */
  delayMs: { low: number; high: number }
  /** Probability that a frame is lost on the way; the connection does not notice. */
  drop: number
  /** Probability that a frame comes twice. */
  double: number
  /** One-way loss: nothing comes through from the device, or to it. */
  isUpCut: boolean
  isDownCut: boolean
  /** The reader does not take anything: what is sent to it piles up at the server. */
  isReading: boolean
}

export function fairWeather(): Weather {
  return {
    delayMs: { low: 1, high: 30 },
    drop: 0,
    double: 0,
    isUpCut: false,
    isDownCut: false,
    isReading: true,
  }
}
