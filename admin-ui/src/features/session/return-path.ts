/** Where to go after logging in: the wanted page of ours, never another site (`//evil.example`). */
export function pathToReturnTo(wanted: string | null): string {
  return wanted && /^\/(?![/\\])/.test(wanted) && !wanted.startsWith('/login') ? wanted : '/';
}
