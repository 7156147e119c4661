/** Over a workspace whose session has ended: sign in again, and everything written is still there. */
import { t } from '../l10n';
import { reconnect } from '../socket';
import { me, meId } from '../state/centre';
import { Dialog } from './Dialog';
import { SignInForm } from './SignInForm';

export function SignInDialog() {
  return (
    <Dialog title={t('session-ended')} closed={null}>
      <p class="dialog-text">{t('session-ended-text')}</p>
      <SignInForm
        email={me.value.email}
        signedIn={(agent) => {
          // Somebody else at this desk gets a workspace of their own, not this one's conversations.
          if (agent.id === meId()) reconnect();
          else location.assign('/workspace');
        }}
      />
    </Dialog>
  );
}
