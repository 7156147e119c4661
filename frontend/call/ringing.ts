/** A call rings until it is answered, by whoever makes the sounds. */
import { effect } from '@preact/signals';
import { play } from '../sounds';
import { offers } from '../state/offers';
import { current } from './calls';
import { rings } from './words';

const EVERY_MS = 3_000;

export function startRinging(): void {
  let timer = 0;
  effect(() => {
    clearInterval(timer);
    // Who talks sees the offer; a bell in the ear would only hurt.
    if (!current.value && offers.value.some(rings)) timer = window.setInterval(() => play('offer'), EVERY_MS);
  });
}
