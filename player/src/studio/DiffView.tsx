/** A unified diff, readable without its colours too. */
export function DiffView({ diff }: { diff: string }) {
  return (
    <pre className="st-diff" tabIndex={0} aria-label="What changed">
      {diff.split("\n").map((line, at) => (
        <span key={at} data-kind={kindOf(line)}>
          {line || " "}
        </span>
      ))}
    </pre>
  );
}

export function kindOf(line: string): "added" | "removed" | "place" | "same" {
  if (line.startsWith("@@") || line.startsWith("+++") || line.startsWith("---")) return "place";
  if (line.startsWith("+")) return "added";
  return line.startsWith("-") ? "removed" : "same";
}
