/** Seeds that ever broke a promise, each with what it was; they are run before all others for ever. */
export const PINNED: readonly { readonly seed: number; readonly why: string }[] = [
  {
    seed: 220,
    why: "An operator's rights changed, the server died while the canned replies were read anew, and the operator went on seeing one that they might use no more.",
  },
  {
    seed: 10_258,
    why: 'A clock that had been set back came to the second again for which a full disk had refused, and it was refused once more.',
  },
  {
    seed: 10_280,
    why: 'A deadline fired as the world ended, and what it told was on its way still: the check was wrong.',
  },
  {
    seed: 21_200,
    why: 'New limits made a deadline due that lay in the past, and the check looked before its moment had come: the check was wrong.',
  },
  {
    seed: 21_968,
    why: 'A visitor who came while the disk was full was answered with an error of ours instead of storage_full.',
  },
  {
    seed: 700_193,
    why: 'Somebody who was blocked a moment ago was set ONLINE, and was offline before thirty seconds had passed since the block: the check was wrong.',
  },
  {
    seed: 2_026_000_968,
    why: "A client marked a message as read that is on no card: the event names no session, and an SDK went on showing the operator's last message as unread.",
  },
  {
    seed: 2_026_001_765,
    why: 'A page was read over HTTP that was newer than the stream, and the event of a message in it put the older one in its place.',
  },
  {
    seed: 3_001_003_460,
    why: 'A page was read that had two edits of one message, the stream was behind both, and the first was made once more.',
  },
  {
    seed: 3_006_000_421,
    why: 'A tab was duplicated in a browser that keeps nothing, and its copy became a new person, who does not say what another typed: the check was wrong.',
  },
  {
    seed: 3_006_001_128,
    why: 'In a browser that keeps nothing a tab was duplicated while there was no network, and what was typed in the copy went with what the former person had left.',
  },
  {
    seed: 3_006_001_820,
    why: 'As world 2026001765: an event put a message that nobody had read in the place of the one that a screen showed as read.',
  },
  {
    seed: 5_000_137,
    why: 'A tab was duplicated in a browser that keeps nothing; the tab became a new person and said what was typed since, and its copy, nobody yet, was held to owe the rest: the check was wrong.',
  },
  {
    seed: 4_101_001_909,
    why: 'A page was read that had two edits of one millisecond, and the event of the first was made once more.',
  },
  {
    seed: 4_102_001_391,
    why: 'An append that began on a slow disk was told after the disk had become quick and then failed: the check was wrong.',
  },
  {
    seed: 4_102_000_888,
    why: 'In a browser that keeps nothing a tab was duplicated and reloaded before it was anybody; it turned out to be somebody new, and what was typed in it could not be known to be theirs: the check was wrong.',
  },
  {
    seed: 4_103_001_515,
    why: 'An operator came back, was given what waited, and reloaded the page before the reply was written; nobody saw the connection: the check was wrong.',
  },
  {
    seed: 4_104_001_277,
    why: 'A message was edited that the last one quotes: the card went on quoting it as it had been, until that last one was edited after a restart.',
  },
  {
    seed: 4_105_003_938,
    why: 'The clock jumped over the grace of an operator who came back in the very turn that found it out: the check was wrong.',
  },
  {
    seed: 4_107_001_508,
    why: 'A client whose chat was not at hand came back on a slow disk, and wrote while its snapshot was read: it showed a session that began after its cut.',
  },
  {
    seed: 4_107_003_097,
    why: 'The clock jumped there and back while nobody looked, and a grace was over sooner: the check was wrong.',
  },
  {
    seed: 4_114_000_727,
    why: 'A connection broke, the clock jumped over the grace and another connection came, all between two looks: the check was wrong.',
  },
  {
    seed: 4_123_001_772,
    why: 'An operator was back within the grace, while a slow disk held the turn before; what was due came first in the next one, and they were offline under their own eyes.',
  },
  {
    seed: 4_123_000_646,
    why: 'A chat was opened, and the page of its messages lay waiting until the notes were asked for: what was told meanwhile was in neither.',
  },
  {
    seed: 4_120_001_911,
    why: 'A message was sent in the very moment in which the server died without a word; when the client was back it went on waiting twelve seconds for what nobody could answer.',
  },
  {
    seed: 4_115_000_671,
    why: 'A message was edited three times within a millisecond: clients are told when and not what stood there, and an SDK took the third for one that its page had.',
  },
  {
    seed: 4_128_000_682,
    why: 'A server lost its power while somebody who had tried for a while was being greeted: after 35 s of silence they sat out a long pause as well, and were away for more than 30 s after all was well.',
  },
  {
    seed: 4_500_000_000_000_206,
    why: 'A node was cut off from the database just after it had written a turn: when it could read again its state had the turn, nobody was ever told of it, and what came next was told over a hole.',
  },
  {
    seed: 4_500_000_000_001_199,
    why: 'While nobody owned the workspace a client said hello twice, the first answer came when the second had let them in, and they came back later as somebody else.',
  },
  {
    seed: 4_500_000_000_002_919,
    why: 'A node said with its last breath who was connected to it; the bus was late, the owner had taken the node for gone already, and an operator who had closed the page stayed there for ever, with a session.',
  },
  {
    seed: 4_500_000_000_003_252,
    why: 'The bus had lost an answer that there was no room, and it came when there was: the check was wrong.',
  },
  {
    seed: 4_500_000_000_003_561,
    why: 'An operator went at a node that the owner could not hear, and was given a session before it could know: the check was wrong.',
  },
]
