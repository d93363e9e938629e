import { createTheme, type CSSVariablesResolver } from '@mantine/core';

/** Calm and dense: 14 px, small headings, small radius, one accent. */
export const theme = createTheme({
  primaryColor: 'indigo',
  // Mantine's own shades fail WCAG AA widely; with these and the variables below axe finds nothing.
  autoContrast: true,
  luminanceThreshold: 0.179,
  primaryShade: { light: 8, dark: 8 },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.4' },
  defaultRadius: 6,
  cursorType: 'pointer',
  respectReducedMotion: true,
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.125rem', lineHeight: '1.4' },
      h2: { fontSize: '0.875rem', lineHeight: '1.4' },
      h3: { fontSize: '0.8125rem', lineHeight: '1.4' },
    },
  },
  components: {
    Tooltip: { defaultProps: { openDelay: 350, withArrow: true } },
    // Gone at once, so that the next single key is heard.
    Menu: {
      defaultProps: {
        withInitialFocusPlaceholder: false,
        transitionProps: { duration: 0 },
        shadow: 'sm',
      },
    },
    // What is not open is not there: it costs each page its placing.
    Combobox: { defaultProps: { keepMounted: false } },
    Popover: { defaultProps: { transitionProps: { duration: 80 }, shadow: 'sm' } },
    Modal: {
      defaultProps: {
        transitionProps: { duration: 100 },
        overlayProps: { backgroundOpacity: 0.4 },
      },
    },
    Badge: { defaultProps: { tt: 'none', radius: 'sm', fw: 600 } },
  },
});

const readableOnLight = {
  teal: '#06684a',
  green: '#1f6e32',
  lime: '#46650b',
  yellow: '#7a4f00',
  orange: '#9c3a00',
  cyan: '#0a6375',
};

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#5c636a',
    '--mantine-color-placeholder': '#6b7280',
    '--mantine-color-error': '#c92a2a',
    ...Object.fromEntries(
      Object.entries(readableOnLight).flatMap(([name, colour]) =>
        ['light-color', 'outline', 'text'].map((use) => [`--mantine-color-${name}-${use}`, colour]),
      ),
    ),
    '--tl-panel': '#f8f9fa',
    '--tl-line': '#e3e6ea',
    '--tl-hover': '#f1f3f7',
    '--tl-place-hover': '#eceff4',
    '--tl-place': '#e4e8f0',
    '--tl-accent-ground': '#f3f5ff',
    '--tl-accent-line': '#c7d0fb',
    '--tl-note-ground': '#fff8e1',
    '--tl-note-line': '#b7791f',
    '--tl-note-text': '#7a4f00',
  },
  dark: {
    '--mantine-color-dimmed': '#a6a7ab',
    '--mantine-color-placeholder': '#9a9ea6',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-body': '#17181b',
    '--mantine-color-gray-light': '#2e3138',
    '--mantine-color-gray-light-color': '#d3d6db',
    '--tl-panel': '#1d1e22',
    '--tl-line': '#303238',
    '--tl-hover': '#24262b',
    '--tl-place-hover': '#26282d',
    '--tl-place': '#2c2f36',
    '--tl-accent-ground': '#1c2136',
    '--tl-accent-line': '#3b4a86',
    '--tl-note-ground': '#2b2411',
    '--tl-note-line': '#b58a2a',
    '--tl-note-text': '#f2c94c',
  },
});
