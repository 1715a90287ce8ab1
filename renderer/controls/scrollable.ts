// Makes a region that scrolls reachable by the keyboard, and only while it does: `{@attach scrollable}`. It is positioned (theme.css), so that words
// for screen readers scroll with it: they are absolute, and would else lie beyond what is seen, where the whole screen would scroll to them.

export function scrollable(region: HTMLElement): () => void {
  region.dataset.scrollable = '';
  const update = () => {
    const scrolls =
      region.scrollHeight > region.clientHeight + 1 || region.scrollWidth > region.clientWidth + 1;
    if (scrolls) region.tabIndex = 0;
    else region.removeAttribute('tabindex');
  };
  // It also tells of what has just come, before that is painted. Asking here would lay out half of a screen that is still being made.
  const sizes = new ResizeObserver(update);
  const observe = () => {
    sizes.disconnect();
    sizes.observe(region);
    for (const child of region.children) sizes.observe(child);
  };
  const children = new MutationObserver(observe);
  children.observe(region, { childList: true });
  observe();
  return () => {
    sizes.disconnect();
    children.disconnect();
  };
}
