// Exports the drawing as SVG or PNG: all of it, without pan and zoom, with every computed style written out, so that it looks the same
// outside the page. A PNG is drawn from the SVG at twice its size.

import { type EdgeColors, strokesOf } from './edgeCanvas.ts';
import { type Edge, endsOf, type Layout } from './layout.ts';

export interface Picture {
  /** The drawing's element in the page. */
  svg: SVGSVGElement;
  layout: Layout;
  edges: readonly Edge[];
  colors: EdgeColors;
  background: string;
}

const namespace = 'http://www.w3.org/2000/svg';
/** Style properties that are copied to attributes. */
const written = ['fill', 'stroke', 'stroke-width', 'font-family', 'font-size', 'font-weight'] as const;

export function svgText({ svg, layout, edges, colors, background }: Picture): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, i) => {
    const style = getComputedStyle(originals[i]!);
    for (const name of written) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute('class');
  });
  // Removes pan and zoom.
  copy.querySelector('[data-view]')?.removeAttribute('transform');
  copy.removeAttribute('class');
  copy.setAttribute('xmlns', namespace);
  const { width, height } = svg.getBoundingClientRect();
  copy.setAttribute('viewBox', `0 0 ${width} ${height}`);
  copy.prepend(filled(width, height, background), lines(layout, edges, colors));
  return new XMLSerializer().serializeToString(copy);
}

function filled(width: number, height: number, fill: string): SVGElement {
  const rect = document.createElementNS(namespace, 'rect');
  for (const [name, value] of Object.entries({ width, height, fill })) rect.setAttribute(name, String(value));
  return rect;
}

function lines(layout: Layout, edges: readonly Edge[], colors: EdgeColors): SVGElement {
  const group = document.createElementNS(namespace, 'g');
  group.setAttribute('fill', 'none');
  const strokeOf = strokesOf(edges, colors);
  for (const edge of edges) {
    const { x1, y1, x2, y2 } = endsOf(edge, layout);
    const { color, width, opacity } = strokeOf(edge);
    const middle = (x1 + x2) / 2;
    const path = document.createElementNS(namespace, 'path');
    path.setAttribute('d', `M${[x1, y1].map(short)}C${[middle, y1, middle, y2, x2, y2].map(short)}`);
    path.setAttribute('stroke', color);
    path.setAttribute('stroke-width', short(width));
    path.setAttribute('stroke-opacity', short(opacity));
    group.append(path);
  }
  return group;
}

const short = (value: number) => String(Number(value.toFixed(2)));

/** Rejects if the browser cannot draw the SVG. */
export async function pngOf(svg: string, width: number, height: number): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image(width, height);
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * 2;
    canvas.height = height * 2;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture could not be drawn.')))),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
