/** Dark or light: by the system's wish until somebody chooses. */
import { useEffect, useState } from "react";

export type Theme = "dark" | "light";

const KEY = "proofreel-theme";

export function applyTheme(): Theme {
  const theme = chosen() ?? (matchMedia("(prefers-color-scheme: light)").matches ? "light" : "dark");
  document.documentElement.dataset["theme"] = theme;
  return theme;
}

export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState(applyTheme);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  const toggle = (): void => {
    const next = theme === "dark" ? "light" : "dark";
    setTheme(next);
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // Storage may be closed to us; the choice holds until the page is left.
    }
  };
  return [theme, toggle];
}

function chosen(): Theme | null {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === "dark" || stored === "light" ? stored : null;
  } catch {
    return null;
  }
}
