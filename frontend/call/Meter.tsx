/** A level as five bars that grow from the left. */

const BARS = [0.1, 0.3, 0.5, 0.7, 0.85];
const FAINTEST_DB = -60;
const LOUDEST_DB = -8;

/** A level in dBov as a share of what speech reaches. */
export function loudnessOf(db = FAINTEST_DB): number {
  return Math.min(1, Math.max(0, (db - FAINTEST_DB) / (LOUDEST_DB - FAINTEST_DB)));
}

export function Meter({ label, level }: { label: string; level: number }) {
  return (
    <span class="meter" role="img" aria-label={label}>
      {BARS.map((least) => (
        <span key={least} data-on={level > least || undefined} />
      ))}
    </span>
  );
}
