/** In CI property tests take the same examples each time, as the worlds and the faults do: a submission is judged by what it changed. Elsewhere each run looks at others. */
import { configureGlobal } from 'fast-check'

const SEED = 2026

if ((process.env['CI'] ?? '') !== '') configureGlobal({ seed: SEED })
