// Values that know who reads them, as @preact/signals has them, for the one case of the panel: a small page that is drawn
// and compared as a whole. Forty lines instead of two kilobytes, and bytes are what a widget is for.

interface Reader {
  run(): void;
  reads: Set<Set<Reader>>;
}

export interface Signal<Value> {
  value: Value;
}

let reading: Reader | undefined;
let holding = 0;
const due = new Set<Reader>();

/** A value; whatever reads it inside an effect runs again when it changes. */
export function signal<Value>(initial: Value): Signal<Value> {
  const readers = new Set<Reader>();
  let current = initial;
  return {
    get value() {
      if (reading) {
        readers.add(reading);
        reading.reads.add(readers);
      }
      return current;
    },
    set value(next) {
      if (next === current) return;
      current = next;
      batch(() => {
        for (const reader of readers) due.add(reader);
      });
    },
  };
}

/** Runs `act` now and whenever a value it read last time changes, until the returned function is called. */
export function effect(act: () => void): () => void {
  const stop = () => {
    for (const readers of me.reads) readers.delete(me);
    me.reads.clear();
  };
  const me: Reader = {
    reads: new Set(),
    run() {
      const outer = reading;
      stop();
      reading = me;
      try {
        batch(act);
      } finally {
        reading = outer;
      }
    },
  };
  me.run();
  return () => {
    stop();
    due.delete(me);
  };
}

/** A value made of others, kept up to date. */
export function computed<Value>(make: () => Value): Readonly<Signal<Value>> {
  const made = signal(undefined as Value);
  effect(() => {
    made.value = make();
  });
  return made;
}

/** Lets several values change before anything runs. */
export function batch(act: () => void): void {
  holding++;
  try {
    act();
  } finally {
    holding--;
  }
  while (!holding && due.size) {
    const [next] = due;
    due.delete(next as Reader);
    next?.run();
  }
}
