/** The hand-written shapes name no field that the server's own types do not have; `npm run wire` makes the latter. */
import type { Import, ImportedRow, ImportPlan } from './customer/importing';
import type * as made from './generated/wire';
import type * as wire from './wire';

type Known<T> = keyof { [K in keyof T as string extends K ? never : K]: T[K] };
type Unknown<Ours, Theirs> = Exclude<keyof Ours, Known<Theirs>>;
type None<T extends never> = T;

export type Checked = [
  None<Unknown<wire.Conversation, made.Conversation>>,
  None<Unknown<wire.ConversationDetail, made.ConversationDetail>>,
  None<Unknown<wire.Agent, made.Agent>>,
  None<Unknown<wire.Presence, made.Presence>>,
  None<Unknown<wire.Customer, made.Customer>>,
  None<Unknown<wire.CustomerDetail, made.CustomerDetail>>,
  None<Unknown<wire.Merge, made.Merge>>,
  None<Unknown<wire.LikelySame, made.Suggestion>>,
  None<Unknown<wire.Comparison, made.Comparison>>,
  None<Unknown<wire.CustomField, made.Field>>,
  None<Unknown<wire.Organisation, made.Organisation>>,
  None<Unknown<wire.Address, made.Address>>,
  None<Unknown<wire.Queue, made.Queue>>,
  None<Unknown<wire.Template, made.Template>>,
  None<Unknown<wire.Role, made.Role>>,
  None<Unknown<wire.File, made.File>>,
  None<Unknown<wire.Mailbox, made.Mailbox>>,
  None<Unknown<wire.MailboxHealth, made.MailboxHealth>>,
  None<Unknown<wire.MailboxTrial, made.MailboxTrial>>,
  None<Unknown<wire.Step, made.Step>>,
  None<Unknown<wire.ReplyShown, made.ReplyShown>>,
  None<Unknown<wire.FilledTemplate, made.FilledTemplate>>,
  None<Unknown<wire.Touchpoint, made.Touchpoint>>,
  None<Unknown<wire.MessageHit, made.MessageHit>>,
  None<Unknown<wire.CustomerHit, made.CustomerHit>>,
  None<Unknown<Import, made.Import>>,
  None<Unknown<ImportPlan, made.ImportPlan>>,
  None<Unknown<ImportedRow, made.ImportedRow>>,
];
