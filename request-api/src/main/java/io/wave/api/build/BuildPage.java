package io.wave.api.build;

import io.wave.job.JobState;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.web.util.HtmlUtils;

/** Small pages for humans about builds, without who asked for them. */
final class BuildPage {

    private BuildPage() {}

    static String of(Build build, String log) {
        String refresh = build.job().isFinal() ? "" : "<meta http-equiv=\"refresh\" content=\"5\">";
        String failure = build.job().failure() == null
                ? ""
                : "<h2>Failure</h2>\n" + pre(build.job().failure());
        String body = """
                <p>Status: <strong>%s</strong></p>
                <p>Image: <code>%s</code></p>
                <p>Digest: <code>%s</code></p>
                <p>Platform: %s</p>
                <p>Started: %s, duration: %s</p>
                %s
                <h2>Container file</h2>
                %s
                <h2>Log</h2>
                %s
                <p><a href="/v1alpha1/builds/%s/logs">Download the log</a></p>""".formatted(
                        status(build),
                        escape(build.job().target()),
                        build.job().digest() == null ? "-" : build.job().digest(),
                        escape(build.spec().platform().toString()),
                        build.startTime(),
                        build.duration().map(BuildPage::minutes).orElse("-"),
                        failure,
                        pre(build.spec().containerFile()),
                        pre(log),
                        build.job().id());
        return frame("Build " + build.job().id(), refresh, body);
    }

    static String list(String id, List<Build> attempts) {
        String rows = attempts.stream().map(BuildPage::row).collect(Collectors.joining("\n"));
        return frame("Builds of " + id, "", "<ul>\n" + rows + "\n</ul>");
    }

    static String unknown(String id) {
        return frame("Build", "", "<p>Unknown build id <code>%s</code></p>".formatted(escape(id)));
    }

    private static String row(Build build) {
        return "<li><a href=\"/view/builds/%s\">%s</a> %s %s</li>"
                .formatted(build.job().id(), build.job().id(), status(build), build.startTime());
    }

    private static String status(Build build) {
        return build.job().isFinal() ? finished(build.job().state()) : "IN PROGRESS";
    }

    private static String finished(JobState state) {
        return state == JobState.SUCCEEDED ? "SUCCEEDED" : "FAILED";
    }

    private static String minutes(Duration duration) {
        return "%d:%02d".formatted(duration.toMinutes(), duration.toSecondsPart());
    }

    private static String pre(String text) {
        return "<pre>" + escape(text) + "</pre>";
    }

    private static String frame(String title, String head, String body) {
        String safe = escape(title);
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>%s</title>%s</head>
            <body>
            <h1>%s</h1>
            %s
            </body>
            </html>
            """.formatted(safe, head, safe, body);
    }

    private static String escape(String text) {
        return HtmlUtils.htmlEscape(text);
    }
}
