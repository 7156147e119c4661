/** What a line or a hold is about: a way there where the workspace has a page for it, else its id. */

import { t } from '../l10n';
import type { Route } from '../route';
import { agentName } from '../state/centre';
import { Link } from '../views/Link';

export function SubjectLink({ id }: { id: string }) {
  const to = pageOf(id);
  const short = id.replace(/^(...)_(.{6}).*$/, '$1_$2…');
  if (!to) return <span title={id}>{agentName(id) || short}</span>;
  const words = t(id.startsWith('cus_') ? 'audit-customer' : 'audit-conversation');
  return (
    <Link class="link" to={to} title={id}>
      {words} {short}
    </Link>
  );
}

function pageOf(id: string): Route | null {
  if (id.startsWith('cus_')) return { page: 'customers', customer: id };
  if (id.startsWith('cnv_')) return { page: 'inbox', conversation: id };
  return null;
}
