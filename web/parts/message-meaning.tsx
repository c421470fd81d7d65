import type { MessageMeaning } from '../../server/domain/line-read.ts';
import { useAnswer } from '../answer.ts';
import { sayings } from '../words/evidence.ts';
import { meaningText } from '../words/message-detail.ts';
import { sixDigits } from '../words/unknown.ts';

/** What a message ID means, and the wordings of it that are known. */
export function Meaning({ meaning }: { readonly meaning: MessageMeaning }) {
  const { messageId, wordings } = meaning;
  const saying = sayings[messageId];
  return (
    <div class="meaning">
      <p>
        <b class="mono">{sixDigits(messageId)}</b> {saying === undefined ? '' : `${saying}. `}
        {meaningText(meaning)}
      </p>
      {wordings.length > 0 && (
        <details>
          <summary>{wordings.length === 1 ? 'Its wording' : `Its ${wordings.length} wordings`}</summary>
          <pre class="raw" tabIndex={0}>
            {wordings.join('\n')}
          </pre>
        </details>
      )}
    </div>
  );
}

/** The same for an ID alone. */
export function MeaningOf({ messageId }: { readonly messageId: number }) {
  const { value } = useAnswer<MessageMeaning>(`/api/message-ids/${messageId}`);
  return value === undefined ? null : <Meaning meaning={value} />;
}
