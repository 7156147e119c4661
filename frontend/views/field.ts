/** A text field that grows with its words, knows its caret, and takes words in where the caret stands. */
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Selected } from '../state/markup';

export interface Field {
  caret: number;
  setCaret: (at: number) => void;
  focus: () => void;
  /** What is selected now. */
  selected: () => Selected;
  /** Changes the words and selects a part of them. */
  put: (next: Selected) => void;
  insert: (words: string, from?: number, to?: number) => void;
  /** What the textarea itself needs. */
  props: Record<string, unknown>;
}

export function useField(text: string, change: (text: string) => void): Field {
  const element = useRef<HTMLTextAreaElement>(null);
  const [caret, setCaret] = useState(0);
  useEffect(() => {
    const field = element.current;
    if (!field) return;
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }, [text]);

  function selected(): Selected {
    const { selectionStart = caret, selectionEnd = caret } = element.current ?? {};
    return { text, from: selectionStart, to: selectionEnd };
  }
  function put(next: Selected) {
    change(next.text);
    setCaret(next.to);
    requestAnimationFrame(() => {
      element.current?.focus();
      element.current?.setSelectionRange(next.from, next.to);
    });
  }
  return {
    caret,
    setCaret,
    focus: () => element.current?.focus(),
    selected,
    put,
    insert: (words, from = caret, to = caret) => {
      const end = from + words.length;
      put({ text: text.slice(0, from) + words + text.slice(to), from: end, to: end });
    },
    props: {
      ref: element,
      dir: 'auto',
      value: text,
      onInput: (event: Event) => {
        const { value, selectionStart } = event.currentTarget as HTMLTextAreaElement;
        change(value);
        setCaret(selectionStart);
      },
      onSelect: (event: Event) => setCaret((event.currentTarget as HTMLTextAreaElement).selectionStart),
    },
  };
}
