import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './thread.module.css';
import { mailDocument } from './mail-document';

/** A customer's HTML in a frame of its own that runs no scripts and is as high as its content. */
export function HtmlMail({ html, title }: { html: string; title: string }) {
  const { t } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(80);
  const source = useMemo(
    () => mailDocument(html, { quote: t('thread.quoted'), signature: t('thread.signature') }),
    [html, t],
  );

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    let observer: ResizeObserver | undefined;
    const measure = (): void => {
      const body = element.contentDocument?.body;
      if (!body) return;
      observer?.disconnect();
      // In a frame of its own: changing the height while it is told would tell it again.
      observer = new ResizeObserver(() =>
        requestAnimationFrame(() => setHeight(Math.ceil(body.getBoundingClientRect().height) + 2)),
      );
      observer.observe(body);
    };
    element.addEventListener('load', measure);
    measure();
    return () => {
      element.removeEventListener('load', measure);
      observer?.disconnect();
    };
  }, [source]);

  return (
    <div className={classes.paper}>
      <iframe
        ref={frame}
        title={title}
        // Same origin only so that its height can be read; without allow-scripts nothing runs in it.
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        srcDoc={source}
        className={classes.frame}
        style={{ height }}
      />
    </div>
  );
}
