/** The lists an administrator keeps, and the right that each needs. */
import { may } from '../state/centre';

export const SECTIONS = ['agents', 'teams', 'queues', 'widgets', 'templates', 'tags', 'roles'] as const;
export type Section = (typeof SECTIONS)[number];

export function mySections(): Section[] {
  return SECTIONS.filter((each) => may(`${each}.write`));
}

export function canAdminister(): boolean {
  return mySections().length > 0;
}
