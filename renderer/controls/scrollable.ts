// Makes a region that scrolls reachable by the keyboard, and only while it does: `{@attach scrollable}`.

export function scrollable(region: HTMLElement): () => void {
  const update = () => {
    const scrolls =
      region.scrollHeight > region.clientHeight + 1 || region.scrollWidth > region.clientWidth + 1;
    if (scrolls) region.tabIndex = 0;
    else region.removeAttribute('tabindex');
  };
  const sizes = new ResizeObserver(update);
  const observe = () => {
    sizes.disconnect();
    sizes.observe(region);
    for (const child of region.children) sizes.observe(child);
    // At once too: the observer only tells with the next frame, and until then the region could not be reached.
    update();
  };
  const children = new MutationObserver(observe);
  children.observe(region, { childList: true });
  observe();
  return () => {
    sizes.disconnect();
    children.disconnect();
  };
}
