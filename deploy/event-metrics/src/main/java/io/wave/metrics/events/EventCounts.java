package io.wave.metrics.events;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is counted. An event that is delivered again is not counted again, as long as it is among the last ones. */
final class EventCounts {

    private static final int REMEMBERED = 100_000;
    private static final Pattern JOB = Pattern.compile("io\\.wave\\.(build|mirror|scan)\\.([a-z-]+)");
    private static final List<String> KINDS = List.of("build", "mirror", "scan");

    private final MeterRegistry meters;
    private final Map<String, Boolean> known = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Registers what has no labels of unknown values, so that it is exported before the first event. */
    EventCounts(MeterRegistry meters) {
        this.meters = meters;
        requests("false");
        requests("true");
        for (String kind : KINDS) {
            submitted(kind);
            time("queue", kind);
            for (String state : List.of("succeeded", "failed")) {
                ended(kind, state);
            }
            time("run", kind);
        }
        invalid();
    }

    /** Counts an event. */
    void add(Event event) {
        if (known.put(event.id(), true) != null) {
            return;
        }
        Matcher job = JOB.matcher(event.type());
        if (job.matches()) {
            addJob(event, job.group(1), job.group(2));
            return;
        }
        switch (event.type()) {
            case "io.wave.request.accepted" ->
                requests(event.data().path("cached").asBoolean(false) ? "true" : "false")
                        .increment();
            case "io.wave.pull.served" -> pulls(event.text("architecture")).increment((double) event.number("count"));
            default -> {
                // Others are not counted; new types may come with a new version.
            }
        }
    }

    private void addJob(Event event, String kind, String state) {
        switch (state) {
            case "submitted" -> submitted(kind).increment();
            case "succeeded", "failed" -> {
                ended(kind, state).increment();
                record("queue", kind, event.between("submittedAt", "startedAt"));
                record("run", kind, event.between("startedAt", "finishedAt"));
                event.numbers("counts")
                        .forEach((severity, count) -> vulnerabilities(severity).increment((double) count));
            }
            default -> {
                // A state in between.
            }
        }
    }

    /** Counts a message that is not an event. */
    void addInvalid() {
        invalid().increment();
    }

    private void record(String phase, String kind, Optional<Duration> time) {
        time.filter(each -> !each.isNegative())
                .ifPresent(each -> time(phase, kind).record(each));
    }

    private Counter requests(String cached) {
        return meters.counter("wave.events.requests", "cached", cached);
    }

    private Counter submitted(String kind) {
        return meters.counter("wave.events.jobs.submitted", "kind", kind);
    }

    private Counter ended(String kind, String state) {
        return meters.counter("wave.events.jobs.ended", "kind", kind, "state", state);
    }

    private Timer time(String phase, String kind) {
        return Timer.builder("wave.events.jobs." + phase)
                .tag("kind", kind)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(100))
                .maximumExpectedValue(Duration.ofHours(1))
                .register(meters);
    }

    private Counter pulls(String architecture) {
        return meters.counter("wave.events.pulls", "architecture", architecture);
    }

    private Counter vulnerabilities(String severity) {
        return meters.counter("wave.events.vulnerabilities", "severity", severity);
    }

    private Counter invalid() {
        return meters.counter("wave.events.invalid");
    }
}
