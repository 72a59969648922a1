package io.wave.api.mail;

import io.wave.api.job.Fact;
import io.wave.api.job.UserJob;
import io.wave.api.web.page.PageTimeFormat;
import io.wave.job.JobRecord;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an e-mail says about an ended job. It contains nothing about other users.
 *
 * @param subject the subject, in one line
 * @param title for example "Build succeeded"
 * @param succeeded whether the job succeeded
 * @param facts what the job was about, and when it ran
 * @param failure why it failed
 * @param link URL of the page of the job
 * @param reason why the user gets the e-mail
 */
record MailText(
        String subject,
        String title,
        boolean succeeded,
        List<Fact> facts,
        @Nullable String failure,
        String link,
        String reason) {

    private static final int MAX_SUBJECT = 200;
    private static final int MAX_FAILURE = 4000;

    /**
     * The text about a job.
     *
     * @param link URL of its page
     * @param service URL of this service
     */
    static MailText of(UserJob job, String link, String service) {
        JobRecord state = job.job();
        String kind = state.kind().toString();
        String outcome = job.succeeded() ? "succeeded" : "failed";
        String title = "%s%s %s".formatted(kind.substring(0, 1).toUpperCase(Locale.ROOT), kind.substring(1), outcome);
        return new MailText(
                cut(oneLine("Wave %s %s: %s".formatted(kind, outcome, job.image())), MAX_SUBJECT),
                title,
                job.succeeded(),
                facts(job),
                job.succeeded()
                        ? null
                        : cut(Objects.requireNonNullElse(state.failure(), "no reason is known"), MAX_FAILURE),
                link,
                "You get this e-mail because you requested this %s from Wave at %s.".formatted(kind, service));
    }

    private static List<Fact> facts(UserJob job) {
        PageTimeFormat times = new PageTimeFormat(ZoneOffset.UTC);
        List<Fact> facts = new ArrayList<>(job.facts());
        facts.add(new Fact("Id", job.job().id()));
        if (job.job().digest() != null) {
            facts.add(new Fact("Digest", job.job().digest().toString()));
        }
        facts.add(new Fact("Requested", times.dateTime(job.startTime())));
        Instant end = job.job().finishedAt();
        if (end != null) {
            facts.add(new Fact("Ended", times.dateTime(end)));
        }
        facts.add(new Fact("Duration", PageTimeFormat.length(job.duration())));
        if (job.job().note() != null) {
            facts.add(new Fact("Note", job.job().note()));
        }
        return facts.stream()
                .map(fact -> new Fact(fact.label(), oneLine(fact.value())))
                .toList();
    }

    /** The body in plain text. */
    String plain() {
        int width = facts.stream().mapToInt(fact -> fact.label().length()).max().orElse(0) + 2;
        String lines = facts.stream()
                .map(fact -> "%-".concat(width + "s%s\n").formatted(fact.label() + ":", fact.value()))
                .collect(Collectors.joining());
        return "%s\n\n%s%s\nDetails: %s\n\n%s\n"
                .formatted(title, lines, failure == null ? "" : "\nFailure:\n%s\n".formatted(failure), link, reason);
    }

    /** Headers must not contain line breaks, and facts are lines. */
    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ").strip();
    }

    private static String cut(String text, int length) {
        return text.length() > length ? text.substring(0, length - 1) + "…" : text;
    }
}
