// Before the first paint, so that a dark page never flashes white. A file of its own, because the
// content security policy allows no inline script. The key is Mantine's.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('mantine-color-scheme-value');
  } catch {
    // Storage can be forbidden; then the system decides.
  }
  var dark =
    chosen === 'light' || chosen === 'dark'
      ? chosen === 'dark'
      : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
