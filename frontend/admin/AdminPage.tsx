export function AdminPage(_: { section: string; item: string | null }) {
  return null;
}
