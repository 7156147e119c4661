/** Over a workspace whose session has ended: sign in again, and everything written is still there. */

import { useEffect } from 'preact/hooks';
import { t } from '../l10n';
import { connectAnew, resumeSession } from '../socket';
import { me, meId } from '../state/centre';
import { Dialog } from './Dialog';
import { SignInForm } from './SignInForm';

export function SignInDialog() {
  useEffect(() => {
    // Signing in again in one tab is enough for all of them.
    const back = () => void resumeSession().then((resumed) => resumed && connectAnew());
    addEventListener('focus', back);
    return () => removeEventListener('focus', back);
  }, []);
  return (
    <Dialog title={t('session-ended')} closed={null}>
      <p class="dialog-text">{t('session-ended-text')}</p>
      <SignInForm
        email={me.value.email}
        signedIn={(agent) => {
          // Somebody else at this desk gets a workspace of their own, not this one's conversations.
          if (agent.id === meId()) connectAnew();
          else location.assign('/workspace');
        }}
      />
    </Dialog>
  );
}
