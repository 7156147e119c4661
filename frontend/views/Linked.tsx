/** Text with its web addresses as links and its mentions marked; everything else stays plain text. */
interface Props {
  text: string;
  names?: string[];
}

const ADDRESS = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]]/;

export function Linked({ text, names = [] }: Props) {
  const marked = names.map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`(${[ADDRESS.source, ...marked].join('|')})`, 'u');
  // Splitting on one capturing group puts every match at an odd place.
  return (
    <>
      {text.split(pattern).map((part, index) => {
        if (index % 2 === 0) return part;
        if (part.startsWith('@')) return <mark key={index}>{part}</mark>;
        return (
          <a key={index} href={part} target="_blank" rel="noopener noreferrer nofollow">
            {part}
          </a>
        );
      })}
    </>
  );
}
