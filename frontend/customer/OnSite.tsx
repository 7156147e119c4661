/** Where the visitor of a conversation is on the site, or was when it began. */
import { t } from '../l10n';
import { following } from '../state/conversations';
import type { Conversation } from '../wire';
import { pathOf } from '../words';
import { Fact } from './Facts';

export function OnSite({ row }: { row: Conversation }) {
  const now = following(row.id).onSite.value;
  const page = now?.url ? now : row.page;
  if (!page?.url) return null;
  return (
    <section>
      <h3 class={now ? 'on-site' : ''}>{t(now ? 'on-site' : 'was-on-site')}</h3>
      <dl class="facts">
        <Fact name={t('page')}>
          <span title={page.url}>{pathOf(page.url)}</span>
        </Fact>
        {page.title && <Fact name={t('page-title')}>{page.title}</Fact>}
        {page.referrer && <Fact name={t('came-from')}>{host(page.referrer)}</Fact>}
      </dl>
    </section>
  );
}

function host(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}
