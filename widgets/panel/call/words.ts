// The words of calls.

import { wordsOf } from '../words.ts';

/** Whether there is anything to say it with. */
export const worded = wordsOf('call');
