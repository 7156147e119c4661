/** What a line or a hold is about: a way there where the workspace has a page for it, else its id. */

import { t } from '../l10n';
import type { Route } from '../route';
import { agentName } from '../state/centre';
import { Link } from '../views/Link';
import { listed } from './records';
import type { Section } from './sections';

/** `section` is the list that the document is of, where that is known; a name is shown once the list is loaded. */
export function SubjectLink({ id, section }: { id: string; section?: Section | null }) {
  const document = section && listed(section).items.value?.find((each) => each.id === id);
  if (document)
    return (
      <Link class="link" to={{ page: 'admin', section, item: id }} title={id}>
        {document.name}
      </Link>
    );
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
