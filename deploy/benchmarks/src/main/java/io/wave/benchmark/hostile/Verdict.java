package io.wave.benchmark.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The results of a run, as the tables of {@code docs/benchmarks.md}.
 *
 * @param survived whether the service still ran at the end
 * @param samples of the process, in order
 * @param latencies of the regular client
 * @param rounds of each attack
 */
record Verdict(
        boolean survived, List<ProcessSample> samples, Map<String, Latencies> latencies, Map<String, Integer> rounds) {

    private static final int P99_LIMIT_MILLIS = 1_000;
    private static final double GROWTH = 1.2;
    private static final int PARTS = 6;
    private static final int ROWS = 13;

    /** The failed checks; empty if all passed. */
    List<String> complaints() {
        List<String> found = new ArrayList<>();
        if (!survived) {
            found.add("the service ended during the run");
        }
        new TreeMap<>(latencies).forEach((name, measured) -> {
            if (measured.quantile(0.99) >= P99_LIMIT_MILLIS) {
                found.add("%s: p99 is %d ms".formatted(name, measured.quantile(0.99)));
            }
            if (measured.failures() > 0) {
                found.add("%s: %d of %d failed".formatted(name, measured.failures(), measured.count()));
            }
        });
        grown(found, "resident memory", ProcessSample::resident);
        grown(found, "open files", ProcessSample::files);
        grown(found, "threads", ProcessSample::threads);
        return found;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(
                "| regular client | calls | failed | median | p99 | longest |\n|---|---|---|---|---|---|\n");
        new TreeMap<>(latencies)
                .forEach((name, measured) -> text.append(String.format(
                        Locale.ROOT,
                        "| %s | %,d | %d | %d ms | %d ms | %d ms |%n",
                        name,
                        measured.count(),
                        measured.failures(),
                        measured.quantile(0.5),
                        measured.quantile(0.99),
                        measured.quantile(1))));
        text.append("\n| minute | resident memory | open files | threads |\n|---|---|---|---|\n");
        int step = Math.max(1, samples.size() / ROWS);
        for (int i = 0; i < samples.size(); i += step) {
            ProcessSample sample = samples.get(i);
            text.append("| %d | %d MB | %d | %d |%n"
                    .formatted(sample.at().toMinutes(), sample.resident(), sample.files(), sample.threads()));
        }
        text.append("\n| attack | rounds |\n|---|---|\n");
        rounds.forEach((name, count) -> text.append("| %s | %d |%n".formatted(name, count)));
        return text.toString();
    }

    /** Compares the peak of the last sixth with that of the second: in the first the service warms up. */
    private void grown(List<String> found, String what, ToLongFunction<ProcessSample> value) {
        int part = samples.size() / PARTS;
        long early = peak(samples.subList(part, 2 * part), value);
        long late = peak(samples.subList(samples.size() - part, samples.size()), value);
        if (late > early * GROWTH) {
            found.add("%s grew from %d to %d".formatted(what, early, late));
        }
    }

    private static long peak(List<ProcessSample> samples, ToLongFunction<ProcessSample> value) {
        return samples.stream().mapToLong(value).max().orElse(0);
    }
}
