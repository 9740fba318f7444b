/** As a `ref`: the element has the focus once it is there. `autofocus` works once a page, and nobody sees it fail. */
export function focused(element: HTMLElement | null): void {
  element?.focus();
}
