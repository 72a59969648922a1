package io.wave.api.scan;

import io.wave.scan.Severity;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the scans of a request mean for its image.
 *
 * @param state whether the scans have ended, and how
 * @param scan the scan that decides: the first that failed or found too much, otherwise the last
 * @param reason why the image is rejected, or which severities were accepted; absent if nothing was found
 * @param duration the duration of the longest scan
 */
public record ScanVerdict(
        State state, @Nullable Scan scan, @Nullable String reason, Duration duration) {

    /** The possible verdicts. */
    public enum State {
        RUNNING,
        REJECTED,
        ACCEPTED
    }

    /**
     * The verdict on some scans.
     *
     * @param accepted severities that are accepted
     */
    public static ScanVerdict of(List<Scan> scans, Set<String> accepted) {
        Duration longest = scans.stream()
                .flatMap(scan -> scan.duration().stream())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (scans.stream().anyMatch(scan -> !scan.job().isFinal())) {
            return new ScanVerdict(State.RUNNING, null, null, longest);
        }
        return scans.stream()
                .flatMap(scan ->
                        rejection(scan, accepted)
                                .map(reason -> new ScanVerdict(State.REJECTED, scan, reason, longest))
                                .stream())
                .findFirst()
                .orElseGet(() -> accepted(scans, longest));
    }

    private static ScanVerdict accepted(List<Scan> scans, Duration longest) {
        Scan last = scans.getLast();
        String reason = last.counts().isEmpty()
                ? null
                : "the scan found only vulnerabilities of accepted levels: "
                        + names(last.counts().keySet());
        return new ScanVerdict(State.ACCEPTED, last, reason, longest);
    }

    private static Optional<String> rejection(Scan scan, Set<String> accepted) {
        if (!scan.succeeded()) {
            String failure = scan.job().failure();
            return Optional.of(failure == null ? "the scan failed" : failure);
        }
        Set<String> offending = scan.counts().keySet().stream()
                .filter(severity -> !accepted.contains(severity))
                .collect(Collectors.toSet());
        return offending.isEmpty()
                ? Optional.empty()
                : Optional.of("the scan found vulnerabilities of levels that are not accepted: " + names(offending));
    }

    private static String names(Collection<String> severities) {
        return severities.stream()
                .map(Severity::of)
                .sorted()
                .map(Severity::name)
                .collect(Collectors.joining(", "));
    }

    /** Number of vulnerabilities by severity of the scan that decides; absent if it found none. */
    public @Nullable Map<String, Integer> vulnerabilities() {
        return scan == null || scan.counts().isEmpty() ? null : new TreeMap<>(scan.counts());
    }
}
