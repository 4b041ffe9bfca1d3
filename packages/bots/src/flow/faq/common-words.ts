import { wordsIn } from '../wording.ts'

/** Words that stand in any question. They count for a little, so that «где заказ» is nearer to «где мой заказ» than to «как заказать». */
export const COMMON_STEMS: ReadonlySet<string> = new Set(
  wordsIn(
    'а и но же ли бы в во на с со к ко у о об от до по за из для при не ни да нет это этот эта то тот что чтобы как так где когда куда почему кто ' +
      'какой какая какие какое чем мне меня мой моя мое мои моего моей я мы вы вас вам ваш ваша ваши он она они его ее их есть быть был была ' +
      'можно могу хочу нужно надо ещё уже пожалуйста здравствуйте привет добрый день скажите подскажите ' +
      'a an the and or but of to in on at by for from with is are was be been am do does did i me my we you your it its this that what ' +
      'when where how why who which can could would will should may have has had get please hello hi tell need want there',
  ),
)
