/** The shape of a journey: a lane for each stage, a station for each stop in the colour of its channel, waits on the way. */
import { span, t } from '../l10n';
import { STAGES, type Stop } from './journey';

const STEP = 76;
const LANE = 44;
const LEFT = 132;
const TOP = 30;
/** From this wait on it is written between two stations, in seconds. */
const WORTH_SAYING = 60;

interface Props {
  stops: readonly Stop[];
  chosen: string | null;
  choose: (key: string) => void;
  label: string;
}

export function JourneyPicture({ stops, chosen, choose, label }: Props) {
  const width = LEFT + stops.length * STEP;
  const height = TOP + STAGES.length * LANE;
  const places = stops.map((stop, index) => ({
    stop,
    x: LEFT + index * STEP + STEP / 2,
    y: TOP + STAGES.indexOf(stop.stage) * LANE + LANE / 2 - 8,
  }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section class="journey-picture" tabIndex={0} aria-label={t('journey-picture')}>
      <svg width={width} height={height} role="img" aria-label={label}>
        {STAGES.map((stage, index) => (
          <g key={stage} class="journey-lane">
            <line x1={LEFT} x2="100%" y1={TOP + index * LANE + LANE / 2 - 8} y2={TOP + index * LANE + LANE / 2 - 8} />
            <text x={8} y={TOP + index * LANE + LANE / 2 - 4}>
              {t(`journey-stage-${stage}`)}
            </text>
          </g>
        ))}
        {places.slice(1).map(({ stop, x, y }, index) => {
          const from = places[index] as (typeof places)[number];
          const middle = (from.x + x) / 2;
          const waited = from.stop.waited;
          return (
            <g key={stop.key} data-channel={stop.channel} class="journey-way">
              <path d={`M${from.x} ${from.y}C${middle} ${from.y} ${middle} ${y} ${x} ${y}`} />
              {waited !== null && waited >= WORTH_SAYING && (
                <text x={middle + 10} y={(from.y + y) / 2 - 10}>
                  {span(waited)}
                </text>
              )}
            </g>
          );
        })}
        {places.map(({ stop, x, y }) => (
          // biome-ignore lint/a11y/noStaticElementInteractions: the list below is its keyboard twin
          <g
            key={stop.key}
            class="journey-station"
            data-channel={stop.channel}
            data-chosen={stop.key === chosen || undefined}
            data-stuck={stop.stuck ? '' : undefined}
            onClick={() => choose(stop.key)}
          >
            {stop.stuck && <circle class="journey-halo" cx={x} cy={y} r={radius(stop) + 6} />}
            <circle cx={x} cy={y} r={radius(stop)} />
            {stop.rows.length > 1 && (
              <text x={x} y={y + 4}>
                {stop.rows.length}
              </text>
            )}
          </g>
        ))}
      </svg>
    </section>
  );
}

function radius(stop: Stop): number {
  return Math.min(16, 8 + Math.log2(stop.rows.length) * 2);
}
