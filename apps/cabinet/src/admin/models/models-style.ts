import { addLaterStyle } from '../../parts/later-style.ts'
import css from '../../styles/later/models.css' with { type: 'text' }

/** For the form of a model and for articles, whichever comes first. */
addLaterStyle(css)
