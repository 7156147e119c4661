export function Avatar({ name }: { name: string }) {
  const letters = name
    .split(/\s+/)
    .map((word) => [...word][0] ?? '')
    .slice(0, 2);
  return (
    <span class="avatar" aria-hidden="true">
      {letters.join('')}
    </span>
  );
}
